// The demo's first page: who do you want to be?

import { complain, find } from "./dom.js";
import { loadPeople, showPeople } from "./people.js";
import { CompanyTime } from "./times.js";

async function show() {
  try {
    const { people, company, now, zone } = await loadPeople();
    const time = new CompanyTime(zone);
    time.set(now);
    find("company").textContent = company;
    find("now").textContent = `现在是${time.face()}。`;
    showPeople(find("people"), people, null);
  } catch {
    complain("名单没读出来,检查一下服务是不是还开着,再刷新。");
  }
}

show();
document.addEventListener("visibilitychange", () => { if (!document.hidden) show(); });

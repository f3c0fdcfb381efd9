// A visit that began on another site does not carry our Strict cookie; one that begins here does.
const tried = "xiaoban:door";

if (!sessionStorage.getItem(tried)) {
  const answer = await fetch("/me").catch(() => null);
  if (answer?.ok) {
    sessionStorage.setItem(tried, "1");
    location.replace("/");
  }
} else {
  sessionStorage.removeItem(tried);
}

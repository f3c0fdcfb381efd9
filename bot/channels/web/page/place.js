// Whose page this is: in the demo its URL says so, and every request says it again.

const as = new URLSearchParams(location.search).get("as");

export const who = as;

export function path(name, parameters = {}) {
  const query = new URLSearchParams(parameters);
  if (as) query.set("as", as);
  const words = query.toString();
  return words ? `${name}?${words}` : name;
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

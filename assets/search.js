// Finds editions by words of their titles; the page can be read and filtered without it.
const field = document.getElementById("by-title"), nothing = document.querySelector(".nothing");
const editions = [...document.querySelectorAll(".edition")];
const plain = text => text.normalize("NFKD").toLocaleLowerCase();
const find = () => {
  const words = plain(field.value).split(/\s+/);
  for (const one of editions) {
    const text = plain(one.querySelector(".edition-words").textContent);
    one.classList.toggle("unfound", !words.every(word => text.includes(word)));
  }
  nothing.classList.toggle("told", !editions.some(one => getComputedStyle(one).display !== "none"));
};
field.closest("label").hidden = false;
document.querySelector(".filters").addEventListener("input", find);
find();

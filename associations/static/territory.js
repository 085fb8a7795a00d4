// The map of a territory answers to a finger: it ticks the boxes of the list, which are what is sent.
for (const map of document.querySelectorAll("svg[data-places]")) {
  const form = map.closest("form");
  const box = (value) => form.querySelector(`input[name="${map.dataset.places}"][value="${value}"]`);
  const scopes = [...form.querySelectorAll(`input[name="${map.dataset.scope}"]`)];
  const departments = [...map.querySelectorAll("path[data-code]")];

  const paint = () => {
    const scope = scopes.find((each) => each.checked)?.value;
    const corsica = "94";
    for (const path of departments) {
      const { code, region } = path.dataset;
      const wide = scope === "france" || (scope === "mainland" && region !== corsica);
      path.classList.toggle("on", wide || box(`r${region}`)?.checked || box(`d${code}`)?.checked);
    }
    for (const count of form.querySelectorAll(`#${map.dataset.places} [data-count]`)) {
      const boxes = [...count.closest("details").querySelectorAll('input[value^="d"]')];
      const whole = box(`r${count.dataset.count}`)?.checked;
      const ticked = whole ? boxes.length : boxes.filter((each) => each.checked).length;
      count.textContent = `${ticked} sur ${boxes.length}`;
      count.classList.toggle("count--none", !ticked);
    }
  };

  map.addEventListener("click", (event) => {
    const path = event.target.closest("path[data-code]");
    if (!path) return;
    const { code, region } = path.dataset;
    const whole = box(`r${region}`);
    if (whole.checked) {
      whole.checked = false;
      for (const each of departments) if (each.dataset.region === region) box(`d${each.dataset.code}`).checked = true;
    }
    box(`d${code}`).checked = !box(`d${code}`).checked;
    const scope = scopes.find((each) => each.checked);
    if (scope?.value === "none") scopes.find((each) => each.value === "listed").checked = true;
    paint();
  });

  form.addEventListener("change", paint);
  map.closest("figure").classList.add("can-point");
  map.closest("figure").querySelector(".pointing").hidden = false;
  paint();
}

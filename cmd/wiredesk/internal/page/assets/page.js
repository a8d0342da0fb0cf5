// What JavaScript adds to the page: parts that follow what happens, and a chart
// that can be asked. Without it everything else works.
"use strict";

(() => {
  const id = (name) => document.getElementById(name);
  const chart = id("chart") ? plot() : null;
  const button = id("pause");
  let source = null, paused = false;

  // Whoever has asked for rest gets no updates, from a try of later or a page that
  // comes back neither.
  function follow() {
    if (paused) return;
    if (source) source.close();
    source = new EventSource("/events");
    source.addEventListener("parts", (e) => {
      for (const [name, html] of Object.entries(JSON.parse(e.data))) replace(name, html);
    });
    source.addEventListener("minutes", (e) => chart && chart.add(JSON.parse(e.data)));
    source.addEventListener("open", () => chart && chart.load());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 10000); // the server refused: later
    });
  }

  // A part in which somebody is at work stays as it is until the next change.
  function replace(name, html) {
    const part = id(name);
    if (!part || part.contains(document.activeElement) || part.innerHTML === html) return;
    const open = part.querySelector("details[open]") !== null;
    part.innerHTML = html; // written by this server's templates
    if (open) part.querySelector("details").open = true;
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      paused = !paused;
      button.textContent = paused ? "Resume updates" : "Pause updates";
      if (paused) source.close();
      else follow();
    });
  }
  addEventListener("pagehide", () => source && source.close());
  addEventListener("pageshow", (e) => e.persisted && follow());
  follow();

  // plot draws the minutes with uPlot, over a span that can be chosen.
  function plot() {
    const box = id("plot"), canvas = id("canvas"), radios = [...box.querySelectorAll("input")];
    let data = null, u = null, span = 0;
    box.hidden = false;
    id("chart").parentElement.classList.add("plotted");
    for (const r of radios) r.addEventListener("change", () => { span = +r.value; draw(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (u) { u.destroy(); u = null; draw(); } });
    new ResizeObserver(() => u && u.setSize({ width: canvas.clientWidth, height: 200 })).observe(canvas);

    async function load() {
      const answer = await fetch("/minutes.json");
      if (!answer.ok) return;
      data = await answer.json();
      if (!span) { // as far back as there is something to see
        const first = data.new.findIndex((n, i) => n + data.changed[i] > 0);
        const age = first < 0 ? 0 : data.new.length - first;
        span = age > 360 ? 1440 : age > 60 ? 360 : 60;
        for (const r of radios) r.checked = +r.value === span;
      }
      draw();
    }

    // add takes over the last two minutes.
    function add(s) {
      if (!data) return;
      const shift = (s.begin - data.begin) / 60 + s.new.length - data.new.length;
      if (shift < 0 || shift > 60) return load();
      for (let i = 0; i < shift; i++) {
        data.new.shift(); data.changed.shift();
        data.new.push(0); data.changed.push(0);
      }
      data.begin += shift * 60;
      const at = data.new.length - s.new.length;
      s.new.forEach((n, i) => { data.new[at + i] = n; data.changed[at + i] = s.changed[i]; });
      draw();
    }

    function draw() {
      if (!data || !window.uPlot) return;
      // A long span has bars of several minutes, each with their average.
      const each = span > 360 ? 15 : span > 60 ? 5 : 1, x = [], all = [], fresh = [];
      for (let i = Math.max(0, data.new.length - span); i < data.new.length; i += each) {
        const sum = (list) => list.slice(i, i + each).reduce((a, b) => a + b, 0) / each;
        x.push(data.begin + i * 60);
        fresh.push(sum(data.new)); // they stand before all, so that changes are on top of them
        all.push(sum(data.new) + sum(data.changed));
      }
      const series = [x, all, fresh];
      if (u) { u.setData(series); return; }
      const css = getComputedStyle(document.documentElement), ink = (name) => css.getPropertyValue(name).trim();
      const axis = { stroke: ink("--soft"), font: "13px " + ink("--sans"), grid: { stroke: ink("--rule"), width: 1 }, ticks: { show: false } };
      const bars = uPlot.paths.bars({ size: [0.8, 40], align: 1 });
      u = new uPlot({
        width: canvas.clientWidth, height: 200,
        legend: { markers: { width: 0, fill: (self, i) => [null, ink("--changed"), ink("--new")][i] } },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { x: { time: true }, y: { range: (_, min, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
        axes: [
          { ...axis, grid: { show: false }, values: (self, ticks) => ticks.map((t) => clock(t)) },
          { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
        ],
        series: [
          { label: "Minute", value: (self, t) => (t == null ? "–" : clock(t)) },
          { label: "changed", fill: ink("--changed"), width: 0, paths: bars, points: { show: false }, value: (self, n, _, i) => (i == null ? "–" : round(n - self.data[2][i])) },
          { label: "new", fill: ink("--new"), width: 0, paths: bars, points: { show: false }, value: (self, n) => (n == null ? "–" : round(n)) },
        ],
      }, series, canvas);
    }

    const round = (n) => (Number.isInteger(n) ? n : n.toFixed(1));
    const clock = (t) => new Date(t * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    return { load, add };
  }
})();

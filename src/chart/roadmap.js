// Lights up what leads to a topic and what it opens. The page is whole without it.
document.querySelectorAll(".map").forEach(function (map) {
  var wires = Array.prototype.slice.call(map.querySelectorAll(".wire"));
  function walk(start, from, to, lit) {
    var todo = [start];
    while (todo.length) {
      var at = todo.pop();
      wires.forEach(function (wire) {
        if (wire.dataset[from] !== at || lit.has(wire)) return;
        lit.add(wire);
        todo.push(wire.dataset[to]);
      });
    }
  }
  function light(stop) {
    var lit = new Set();
    walk(stop.dataset.at, "to", "from", lit);
    var back = new Set(lit);
    var on = new Set();
    walk(stop.dataset.at, "from", "to", on);
    on.forEach(function (wire) { back.add(wire); });
    var stops = new Set([stop.dataset.at]);
    back.forEach(function (wire) { stops.add(wire.dataset.from); stops.add(wire.dataset.to); });
    map.classList.add("lit");
    wires.forEach(function (wire) { wire.classList.toggle("on", back.has(wire)); });
    map.querySelectorAll(".stop").forEach(function (other) {
      other.classList.toggle("on", stops.has(other.dataset.at));
    });
  }
  function dark() { map.classList.remove("lit"); }
  map.querySelectorAll(".stop").forEach(function (stop) {
    stop.addEventListener("pointerenter", function () { light(stop); });
    stop.addEventListener("pointerleave", dark);
    stop.addEventListener("focus", function () { light(stop); });
    stop.addEventListener("blur", dark);
  });
});

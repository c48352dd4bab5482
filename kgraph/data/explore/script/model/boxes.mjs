// Boxes as [left, top, right, bottom].

/** Whether a box covers any of the others. */
export function overlaps(box, others) {
  return others.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
}

/** The smallest box around all of them. */
export function around(boxes) {
  const side = (index, pick) => pick(...boxes.map((box) => box[index]));
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
}

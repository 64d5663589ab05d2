// A wide matrix is sent as a picture of blocks (`shrink` in nnviz/stage/packing.py): which block an entry is in, and back.

/** The first entry of a block, as the server cuts n entries into so many. @param {number} block @param {number} n @param {number} blocks */
export const firstOf = (block, n, blocks) => Math.floor((block * n) / blocks);

/** The block that an entry is in. @param {number} i @param {number} n @param {number} blocks */
export const blockOf = (i, n, blocks) => Math.ceil(((i + 1) * blocks) / n) - 1;

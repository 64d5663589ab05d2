// What a message tells the live stage: a scene, points of the curves, and frames with their numbers at hand.

import { Block, unpack } from "../kit/wire.js";

/** @typedef {import("../kit/wire.js").Tensor} Tensor */
/** @typedef {{sign: string, title: string, sentence: string, remedy: string}} Finding */
/** @typedef {{label: string, frames_per_second: number}} Speed one stop of the speed control */
/** @typedef {{index: number, title: string, position: [number, number] | null, label: number | null, target: number | null}} Sample the chosen sample; nnviz/stage/chunk.py */

/**
 * @typedef {object} Column one column of units in the network diagram; nnviz/stage/scene.py
 * @property {string} title
 * @property {number} units
 * @property {string[]} labels a name for each unit; none where they are only numbered
 * @property {string} activation "" for the inputs
 * @property {number} layer by which commands name its parameters; -1 for the inputs
 * @property {number[]} curve of the activation, for a small drawing; none where there is none to draw
 * @property {boolean} wide whether it has too many units to draw them one by one
 * @property {"convolution" | "pooling"} [operation] how it is computed from the column before it; left out for a dense layer
 * @property {[number, number, number]} [shape] height, width and channels of feature maps, whose units are its channels
 */

/**
 * @typedef {object} RaceSpec what the browser must know of a race, once; nnviz/stage/activation_race/packing.py
 * @property {Contestant[]} contestants
 * @property {number[]} seeds
 * @property {number} solved the accuracy from which on a seed counts as solved
 * @property {string} loss which loss is drawn
 */

/** @typedef {{layer: number, title: string, units: number, tensors: Record<string, string>}} SequenceLayer a recurrent layer: its position, its kind, and what it has at every step */

/**
 * @typedef {object} SequenceSpec what the browser must know of a network on sequences, once; nnviz/stage/sequences/
 * @property {SequenceLayer[]} layers
 * @property {string[]} symbols names of the inputs of a step
 * @property {boolean} one_hot whether one of them stands at each step
 * @property {number} steps
 * @property {number} samples how many sequences there are to choose from
 * @property {boolean} each_step whether every step has a target
 * @property {number} vanished the share of the last step's gradient below which it vanishes
 * @property {number} exploded and above which it explodes
 */

/** @typedef {{name: string, ends: [number, number, number], scaled: boolean}} Target its name, the ends of the output's range in its units, whether the network says others */

/** @typedef {{title: string, hidden: number}} Contestant its title, and how many hidden layers it has */

/**
 * @typedef {object} SceneSpec what the browser must know once; nnviz/stage/scene.py
 * @property {number} id 1 or more
 * @property {"plane" | "image" | "table" | "sequence"} kind
 * @property {Column[]} columns the inputs, every hidden layer, the output
 * @property {"sigmoid" | "softmax" | "tanh" | "regression"} head
 * @property {string[]} classes none for regression
 * @property {[number, number, number, number]} plane x_min, x_max, y_min, y_max
 * @property {[string, string]} axis_titles
 * @property {string} caption what must be said about the plane
 * @property {[number, number, number]} output_range low, centre, high of the output's colour scale
 * @property {Target | null} target what is predicted, where that is a number with units of its own
 * @property {boolean} test_is_train whether all samples are trained on, so that the test part is the same
 * @property {number[]} sample_labels
 * @property {string[]} sample_titles
 * @property {boolean} picture whether only the diagram and the output are shown
 * @property {boolean} drawing whether a click on the plane may add a point
 * @property {import("../kit/colours.js").Themes} themes
 * @property {RaceSpec} [race] where it is one
 * @property {SequenceSpec} [sequence] where the network goes through sequences
 */

/** @typedef {Omit<SceneSpec, "themes"> & {block: Block}} Scene with its arrays */
/** @typedef {Scene & {race: RaceSpec}} RaceScene */
/** @typedef {Scene & {sequence: SequenceSpec}} SequenceScene */

/** @typedef {{name: string, title: string, caption: string, options: [string | number, string][], value: string | number, help: string, off: boolean}} Control */

/**
 * @typedef {object} Controls what can be set on the picture; nnviz/stage/controls.py
 * @property {Control[]} row
 * @property {number[]} units
 * @property {string[]} activations
 * @property {[string, string][]} known
 * @property {string[]} convolutions the activations of these
 * @property {number} most_layers
 * @property {number} most_units
 * @property {boolean} scheduled
 */

/**
 * @typedef {object} LiveHeader what a message says; nnviz/stage/packing.py writes it
 * @property {number} wire
 * @property {number} sequence
 * @property {number} generation
 * @property {number} scene
 * @property {SceneSpec} [scene_spec] left out where the scene is known
 * @property {boolean} playing
 * @property {number} newest the newest step that the server has made
 * @property {number} low_water more is asked for when so many frames are left
 * @property {Speed[]} speeds
 * @property {number} speed which of them is set
 * @property {number} thinning 1, or of how many frames one is made where the server has much to do
 * @property {number} [strides] how many times the usual training lies between two frames then
 * @property {boolean} coarse whether the maps of its frames have fewer cells, for the same reason
 * @property {number | null} rewind_to everything after this step is forgotten
 * @property {number} answers the number of the last command that was carried out
 * @property {Sample | null} sample
 * @property {string[]} messages
 * @property {string} note what has just happened
 * @property {boolean} undo whether the last reset can be undone
 * @property {number} [followed] the number of the last command of `direct.first` that a run of the page has followed
 * @property {import("./direct_line.js").Direct | null} [direct] a connection beside the page's runs; none where it is left out or null
 * @property {Finding[] | null} diagnosis null: nobody looked
 * @property {Controls | null} [controls] null where nothing can be set
 * @property {string[]} history_columns
 * @property {{since: number}} history
 * @property {import("./comeback.js").Way | null} [way] the parameters of an address that lead here, without the step
 * @property {number} [last] the last step of a race
 * @property {string} [locked] why training cannot start yet; "" if it can
 */

/**
 * @typedef {object} Frame One step of the run.
 * @property {number} step
 * @property {number} epoch
 * @property {number} learningRate
 * @property {number} trainLoss
 * @property {number} testLoss
 * @property {number} trainAccuracy NaN for regression
 * @property {number} testAccuracy NaN for regression
 * @property {number | undefined} trainRmse in the target's own units, where it has some
 * @property {number | undefined} testRmse
 * @property {Block} block every array of the frame by its name
 * @property {number} bytes what it weighs
 * @property {Sample | null} sample the sample that was chosen when it was taken: its activations are in the frame
 * @property {boolean} rough whether its maps have fewer cells, since the server had much to do, or its losses are of an earlier step
 */

/** What there is before a scene has come. @type {Scene} */
export const NO_SCENE = {
  id: 0,
  kind: "plane",
  columns: [],
  head: "regression",
  classes: [],
  plane: [0, 1, 0, 1],
  axis_titles: ["", ""],
  caption: "",
  output_range: [-1, 0, 1],
  target: null,
  test_is_train: false,
  sample_labels: [],
  sample_titles: [],
  picture: false,
  drawing: false,
  block: new Block(new Uint8Array(), new Map()),
};

/** @typedef {{sceneBlock: Block | null, rows: Float32Array, frames: Frame[]}} LiveArrays what a message carries beside its header */

/**
 * @param {Uint8Array} bytes one message
 * @returns {{header: LiveHeader} & LiveArrays}
 */
export function decode(bytes) {
  const { header: words, block, frames } = unpack(bytes);
  const header = /** @type {LiveHeader} */ (/** @type {unknown} */ (words));
  return {
    header,
    sceneBlock: header.scene_spec ? block : null,
    rows: /** @type {Float32Array} */ (block.data("history")),
    frames: frames.map((frame) => withNumbers(frame, header.sample, header.coarse)),
  };
}

/**
 * @param {Block} block
 * @param {Sample | null} sample
 * @param {boolean} coarse
 * @returns {Frame}
 */
function withNumbers(block, sample, coarse) {
  const [step, epoch, learningRate, trainLoss, testLoss, trainAccuracy, testAccuracy, measured, ...errors] =
    block.data("numbers");
  const [trainRmse, testRmse] = errors;
  const losses = { trainLoss, testLoss, trainAccuracy, testAccuracy, trainRmse, testRmse };
  return { step, epoch, learningRate, ...losses, block, bytes: block.bytes.length, sample, rough: coarse || !measured };
}

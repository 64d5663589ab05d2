// The drawings of the concept pages: Streamlit calls the default function with every message; the view that the
// message names does the rest.

import { BarsView } from "./loss/bars_view.js";
import { CurvesView } from "./activation_functions/curves_view.js";
import { DepthView } from "./depth_view.js";
import { DescentView } from "./gradient_descent/descent_view.js";
import { RequestQueue } from "./request_queue.js";
import { FanView } from "./gradient_descent/fan_view.js";
import { FigureView } from "./figure_view.js";
import { ForwardView } from "./forward_pass/forward_view.js";
import { GraphView } from "./graph_view.js";
import { JacobianView } from "./softmax/jacobian_view.js";
import { LinesView } from "./backward_pass/lines_view.js";
import { link } from "./linking.js";
import { LogitsView } from "./softmax/logits_view.js";
import { MatricesView } from "./matrices_view.js";
import { unpack } from "./message.js";
import { ModelsView } from "./matrices/models_view.js";
import { NeuronView } from "./activation_functions/neuron_view.js";
import { OperatorsView } from "./matrices/operators_view.js";
import { ThemeWatcher } from "../kit/theme.js";
import { ProductView } from "./matrices/product_view.js";
import { RanksView } from "./matrices/ranks_view.js";
import { SurfaceView } from "./loss/surface_view.js";
import { TensorsView } from "./backward_pass/tensors_view.js";
import { ThresholdView } from "./forward_pass/threshold_view.js";
import { ComparisonView } from "./clinic/comparison_view.js";

const VIEW_KINDS = {
  curves: CurvesView,
  neuron: NeuronView,
  logits: LogitsView,
  jacobian: JacobianView,
  matrices: MatricesView,
  bars: BarsView,
  surface: SurfaceView,
  graph: GraphView,
  lines: LinesView,
  tensors: TensorsView,
  figure: FigureView,
  descent: DescentView,
  depth: DepthView,
  fan: FanView,
  product: ProductView,
  operators: OperatorsView,
  ranks: RanksView,
  models: ModelsView,
  forward: ForwardView,
  threshold: ThresholdView,
  comparison: ComparisonView,
};

/** @type {WeakMap<Node, Mounted>} */
const MOUNTED = new WeakMap();

class Mounted {
  /** @param {HTMLElement | ShadowRoot} parent @param {any} header */
  constructor(parent, header) {
    this.kind = header.view;
    this.box = document.createElement("div");
    this.box.className = "concept";
    this.root = document.createElement("div");
    this.root.className = `inner ${header.view}`;
    this.box.appendChild(this.root);
    parent.appendChild(this.box);
    this.requests = new RequestQueue();
    link(this.root);
    this.view = new VIEW_KINDS[/** @type {keyof typeof VIEW_KINDS} */ (header.view)](this.root, this.requests);
    this.themeWatcher = new ThemeWatcher(this.root, header.themes, () => this.view.draw());
    this.sizes = new ResizeObserver(() => this.view.draw());
    this.sizes.observe(this.root);
  }

  /** @param {any} header @param {Map<string, any>} arrays */
  receive(header, arrays) {
    this.requests.answered(header.answer);
    this.view.receive(header, arrays);
    const published = /** @type {any} */ (window);
    published.__nnvizConcept ??= {};
    published.__nnvizConcept[header.key] = { requests: this.requests, state: () => this.view.state() };
  }

  destroy() {
    this.sizes.disconnect();
    this.themeWatcher.destroy();
    this.requests.destroy();
    this.box.remove();
  }
}

/**
 * @param {{data: Uint8Array, parentElement: HTMLElement | ShadowRoot, setTriggerValue: (name: string, value: object) => void}} component
 * @returns {() => void} what to do when the drawing is gone
 */
export default function concept({ data, parentElement, setTriggerValue }) {
  const { header, arrays } = unpack(data);
  let mounted = MOUNTED.get(parentElement);
  if (mounted && mounted.kind !== header.view) {
    mounted.destroy();
    mounted = undefined;
  }
  if (!mounted) {
    mounted = new Mounted(parentElement, header);
    MOUNTED.set(parentElement, mounted);
  }
  mounted.requests.send = (value) => setTriggerValue("ask", value);
  mounted.receive(header, arrays);
  const here = mounted;
  // Streamlit calls this also when only the data changed, so it looks first whether the drawing is really gone.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      here.destroy();
      MOUNTED.delete(parentElement);
    }, 200);
}

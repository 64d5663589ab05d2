// The drawings of the pages: Streamlit calls the default function with every message; the view that the message names
// does the rest.

import { ByHandView } from "./attention/by_hand_view.js";
import { ScalingView } from "./attention/scaling_view.js";
import { BlockView } from "./attention/block_view.js";
import { PositionsView } from "./attention/positions_view.js";
import { BarsView } from "./loss/bars_view.js";
import { CollapseView } from "./linear_collapse/collapse_view.js";
import { ConfusionView } from "./confusion_view.js";
import { CurvesView } from "./activation_functions/curves_view.js";
import { DepthView } from "./depth_view.js";
import { DescentView } from "./gradient_descent/descent_view.js";
import { FanView } from "./gradient_descent/fan_view.js";
import { FigureView } from "./figure_view.js";
import { FitView } from "./width_and_depth/fit_view.js";
import { ForwardView } from "./forward_pass/forward_view.js";
import { FunctionView } from "./function_view.js";
import { GraphView } from "./graph_view.js";
import { JacobianView } from "./softmax/jacobian_view.js";
import { DigitView } from "./digit_view.js";
import { KernelView } from "./convolution/kernel_view.js";
import { LinesView } from "./backward_pass/lines_view.js";
import { link } from "./linking.js";
import { LockstepView } from "./linear_collapse/lockstep_view.js";
import { LogitsView } from "./softmax/logits_view.js";
import { MapsView } from "./convolution/maps_view.js";
import { RecordedMapsView } from "./convolution/recorded_maps_view.js";
import { MatricesView } from "./matrices_view.js";
import { unpack } from "./message.js";
import { ModelsView } from "./matrices/models_view.js";
import { NeuronView } from "./activation_functions/neuron_view.js";
import { OperatorsView } from "./matrices/operators_view.js";
import { mount } from "../kit/mount.js";
import { PatchesView } from "./convolution/patches_view.js";
import { PoolingView } from "./convolution/pooling_view.js";
import { PredictedView } from "./playground/predicted_view.js";
import { ProductView } from "./matrices/product_view.js";
import { RaceView } from "./race_view.js";
import { RanksView } from "./matrices/ranks_view.js";
import { ReceptiveView } from "./convolution/receptive_view.js";
import { RecordingView } from "./recording_view.js";
import { RegionsView } from "./width_and_depth/regions_view.js";
import { ShiftView } from "./convolution/shift_view.js";
import { SizesView } from "./convolution/sizes_view.js";
import { SurfaceView } from "./loss/surface_view.js";
import { TensorList } from "./tensor_list.js";
import { TensorView } from "./tensor_view.js";
import { TensorsView } from "./tensors_view.js";
import { ThresholdView } from "./forward_pass/threshold_view.js";
import { EchoView } from "./recurrence/echo_view.js";
import { GatesView } from "./recurrence/gates_view.js";
import { NamesView } from "./recurrence/names_view.js";
import { SummandsView } from "./recurrence/summands_view.js";
import { ThroughTimeView } from "./recurrence/through_time_view.js";
import { UnrollView } from "./recurrence/unroll_view.js";
import { AttendingView } from "./transformer/attending_view.js";
import { LetterModelView } from "./transformer/letter_model_view.js";
import { StreamView } from "./transformer/stream_view.js";
import { LearningMapView } from "./where_networks_learn/map_view.js";
import { TiedView } from "./convolution/tied_view.js";
import { TiesView } from "./convolution/ties_view.js";
import { ComparisonView } from "./clinic/comparison_view.js";

/** By the names that Python knows. */
const VIEW_KINDS = {
  block: BlockView,
  positions: PositionsView,
  curves: CurvesView,
  neuron: NeuronView,
  logits: LogitsView,
  jacobian: JacobianView,
  matrices: MatricesView,
  bars: BarsView,
  surface: SurfaceView,
  graph: GraphView,
  lines: LinesView,
  tensor: TensorView,
  tensor_list: TensorList,
  tensors: TensorsView,
  figure: FigureView,
  fit: FitView,
  function: FunctionView,
  descent: DescentView,
  depth: DepthView,
  fan: FanView,
  product: ProductView,
  operators: OperatorsView,
  ranks: RanksView,
  regions: RegionsView,
  models: ModelsView,
  forward: ForwardView,
  threshold: ThresholdView,
  comparison: ComparisonView,
  recording: RecordingView,
  recorded_maps: RecordedMapsView,
  maps: MapsView,
  receptive: ReceptiveView,
  shift: ShiftView,
  confusion: ConfusionView,
  predicted: PredictedView,
  collapse: CollapseView,
  lockstep: LockstepView,
  kernel: KernelView,
  race: RaceView,
  digit: DigitView,
  sizes: SizesView,
  patches: PatchesView,
  pooling: PoolingView,
  tied: TiedView,
  ties: TiesView,
  unroll: UnrollView,
  echo: EchoView,
  gates: GatesView,
  names: NamesView,
  summands: SummandsView,
  through_time: ThroughTimeView,
  by_hand: ByHandView,
  scaling: ScalingView,
  attending: AttendingView,
  letter_model: LetterModelView,
  stream: StreamView,
  learning_map: LearningMapView,
};

/** @typedef {new (root: HTMLElement, host: import("../kit/view.js").Host) => import("./drawing.js").Drawing<object>} Kind */

export default mount({
  published: "__nnvizConcept",
  key: (header) => header.key,
  kind: (header) => header.view,
  heavy: (header) => header.heavy,
  awaited: (header) => header.painted,
  unpack,
  themes: (header) => header.themes,
  boxClass: "concept",
  figure: true,
  rootClass: (header) => `inner ${header.view}`,
  create: (root, host, header) => {
    const Kind = /** @type {Record<string, Kind>} */ (VIEW_KINDS)[header.view];
    const view = new Kind(root, host);
    link(root, view.signal);
    return view;
  },
  received: (view, header) => view.requests.answered(header.answer),
  restart: (view) => view.requests.ask({ restart: true }),
});

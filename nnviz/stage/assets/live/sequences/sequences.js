// The live stage of a network on sequences: Streamlit calls the default function with every message.

import { mount } from "../../kit/mount.js";
import { unpackLive } from "../live_view.js";
import { SequenceView } from "./sequence_view.js";

export default mount({
  published: "__nnvizSequences",
  unpack: unpackLive,
  themes: (header) => header.scene_spec?.themes,
  paperOfPage: true,
  figure: true,
  boxClass: "live",
  rootClass: () => "nnviz-stage",
  awaited: (header) => header.direct?.name,
  create: (root, host) => new SequenceView(root, host),
});

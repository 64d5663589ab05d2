// The live stage: Streamlit calls the default function with every message; a StageView per mounted stage does the rest.

import { mount } from "../kit/mount.js";
import { unpackLive } from "./live_view.js";
import { StageView } from "./stage_view.js";

export default mount({
  published: "__nnviz",
  unpack: unpackLive,
  themes: (header) => header.scene_spec?.themes,
  paperOfPage: true,
  figure: true,
  boxClass: "live",
  rootClass: () => "nnviz-stage",
  awaited: (header) => header.direct?.name,
  create: (root, host) => new StageView(root, host),
});

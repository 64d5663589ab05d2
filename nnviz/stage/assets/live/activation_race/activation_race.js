// The live race: Streamlit calls the default function with every message; a RaceView per mounted race does the rest.

import { mount } from "../../kit/mount.js";
import { unpackLive } from "../live_view.js";
import { RaceView } from "./race_view.js";

export default mount({
  published: "__nnvizRace",
  unpack: unpackLive,
  themes: (header) => header.scene_spec?.themes,
  paperOfPage: true,
  figure: true,
  boxClass: "live",
  rootClass: () => "nnviz-stage",
  awaited: (header) => header.direct?.name,
  create: (root, host) => new RaceView(root, host),
});

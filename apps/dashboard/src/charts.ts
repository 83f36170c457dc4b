// The parts of ECharts that the page draws with.
import {BarChart, CustomChart, LineChart, ParallelChart, ScatterChart} from 'echarts/charts';
import {DataZoomInsideComponent, GridComponent, LegendComponent, ParallelComponent, TooltipComponent} from 'echarts/components';
import * as echarts from 'echarts/core';
import {CanvasRenderer, SVGRenderer} from 'echarts/renderers';

echarts.use([
  BarChart, CustomChart, LineChart, ParallelChart, ScatterChart, DataZoomInsideComponent, GridComponent, LegendComponent,
  ParallelComponent, TooltipComponent, CanvasRenderer, SVGRenderer,
]);

export type Chart = echarts.ECharts;
export type Option = Record<string, unknown>;

export function openChart(element: HTMLElement): Chart {
  return echarts.init(element, null, {renderer: 'canvas'});
}

/** The drawing as an SVG document. */
export function svgOf(option: Option, width: number, height: number): string {
  const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width, height});
  chart.setOption({...option, animation: false});
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

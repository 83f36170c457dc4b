// A plane of two parameters with its axes exchanged: pairs are in the document once.
import type {FigureSpec} from './document';
import type {Numbers} from './numbers';

const made = new WeakMap<FigureSpec, FigureSpec>();

function withAxesExchanged(figure: FigureSpec, numbers: Numbers): FigureSpec {
  const series = figure.series.map(({x, y, ...rest}) => ({
    ...rest, ...(y === undefined ? {} : {x: y}), ...(x === undefined ? {} : {y: x}),
  }));
  const turned: FigureSpec = {...figure, x: figure.y, y: figure.x, series};
  if (!figure.grid) return turned;
  const columns = numbers.at(figure.grid.x_edges).length - 1, rows = numbers.at(figure.grid.y_edges).length - 1;
  const cells = numbers.at(figure.grid.cells);
  const list = Float64Array.from(cells, (_, i) => cells[(i % rows) * columns + Math.floor(i / rows)]!);
  turned.grid = {x_edges: figure.grid.y_edges, y_edges: figure.grid.x_edges, cells: numbers.add(list)};
  return turned;
}

export function transposed(figure: FigureSpec, numbers: Numbers): FigureSpec {
  const turned = made.get(figure) ?? withAxesExchanged(figure, numbers);
  made.set(figure, turned);
  return turned;
}

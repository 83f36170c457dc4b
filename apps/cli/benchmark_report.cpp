#include "apps/cli/benchmark_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/core.h>

namespace vernier::cli {
namespace {

BootstrapMean shown(const BenchmarkProblem& problem, const BootstrapMean& score) {
  const auto [low, high] = std::minmax({problem.shown(score.low), problem.shown(score.high)});
  return {problem.shown(score.mean), low, high};
}

std::string interval_text(const BootstrapMean& mean) {
  return fmt::format("{} to {}", table_number(mean.low, 3), table_number(mean.high, 3));
}

std::vector<std::size_t> order_by_rank(const ContestResult& result) {
  std::vector<std::size_t> order(result.ranks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return result.ranks[a].mean < result.ranks[b].mean; });
  return order;
}

std::string verdict(const ContestResult& result) {
  if (std::isnan(result.friedman_p)) return "Too few runs to tell them apart.";
  const std::string p = result.friedman_p < 0.001 ? "p < 0.001" : "p = " + table_number(result.friedman_p, 2);
  return result.friedman_p < 0.05
             ? fmt::format("Ranks differ by more than chance (Friedman, {}).", p)
             : fmt::format("Ranks differ no more than by chance (Friedman, {}): more seeds may tell.", p);
}

TextTable score_table(const Contest& contest, const ContestResult& result, std::size_t problem) {
  TextTable table{{{"sampler, pruner", false, true}}, {}};
  const BenchmarkProblem& that = contest.problems[problem];
  const std::size_t length = result.scores[problem].front().curve.size();
  std::vector<std::size_t> at;
  for (const std::size_t part : {4U, 2U, 1U}) {
    const std::size_t place = std::max<std::size_t>(length / part, 1);
    if (at.empty() || at.back() != place) at.push_back(place);
  }
  for (const std::size_t place : at) table.columns.push_back({fmt::format("after {}", place), true});
  table.columns.insert(table.columns.end(), {{"95 % of the last", false}, {"trials", true}, {"a run", true}});
  for (const std::size_t k : order_by_rank(result)) {
    const ProblemScore& score = result.scores[problem][k];
    std::vector<std::string>& row = table.rows.emplace_back();
    row.push_back(contest.contenders[k].name());
    for (const std::size_t place : at) row.push_back(table_number(that.shown(score.curve[place - 1]), 3));
    row.insert(row.end(),
               {interval_text(shown(that, score.last)), table_number(score.trials, 3), table_duration(score.seconds)});
  }
  return table;
}

Figure curve_figure(const Contest& contest, const ContestResult& result, std::size_t problem) {
  const BenchmarkProblem& that = contest.problems[problem];
  Figure figure{.title = that.name,
                .x_label = "trainings",
                .y_label = that.regret ? "regret" : that.objective.name,
                .kind = FigureKind::step};
  for (const std::size_t k : order_by_rank(result)) {
    Series series{.name = contest.contenders[k].name()};
    for (const double score : result.scores[problem][k].curve) {
      series.x.push_back(static_cast<double>(series.x.size() + 1));
      series.y.push_back(that.shown(score));
    }
    figure.series.push_back(std::move(series));
  }
  return figure;
}

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json score_json(const BenchmarkProblem& problem, const ProblemScore& score) {
  Json curve = Json::array();
  for (const double value : score.curve) curve.push_back(number_json(problem.shown(value)));
  const BootstrapMean last = shown(problem, score.last);
  return {{"mean", number_json(last.mean)}, {"low", number_json(last.low)}, {"high", number_json(last.high)},
          {"curve", std::move(curve)},      {"seconds", score.seconds},     {"trials", score.trials}};
}

}  // namespace

void print_contest(Console& console, const Contest& contest, const ContestResult& result) {
  console.print_heading(fmt::format("Mean rank over {} runs of each (1 is best)", result.blocks));
  TextTable ranks{{{"sampler, pruner", false, true}, {"rank", true}, {"95 %", false}}, {}};
  for (const std::size_t k : order_by_rank(result)) {
    ranks.rows.push_back({contest.contenders[k].name(), fmt::format("{:.2f}", result.ranks[k].mean),
                          fmt::format("{:.2f} to {:.2f}", result.ranks[k].low, result.ranks[k].high)});
  }
  console.print_table(ranks);
  console.print_line(verdict(result));
  for (std::size_t problem = 0; problem < contest.problems.size(); ++problem) {
    const BenchmarkProblem& that = contest.problems[problem];
    console.print_heading(that.name + (that.regret ? ": regret (0 the best there is, 1 the median)"
                                                   : fmt::format(": {}, the best so far", that.objective.name)));
    console.print_table(score_table(contest, result, problem));
    console.print_line();
    console.print_figure(curve_figure(contest, result, problem), 16);
  }
}

Json contest_json(const Contest& contest, const ContestResult& result, const ContestOptions& options) {
  Json json{{"trials", options.trainings}, {"seeds", options.seeds},
            {"blocks", result.blocks},     {"friedman_p", number_json(result.friedman_p)},
            {"contenders", Json::array()}, {"problems", Json::array()}};
  for (std::size_t k = 0; k < contest.contenders.size(); ++k) {
    json["contenders"].push_back({{"sampler", to_text(contest.contenders[k].sampler)},
                                  {"pruner", to_text(contest.contenders[k].pruner)},
                                  {"rank", result.ranks[k].mean},
                                  {"low", result.ranks[k].low},
                                  {"high", result.ranks[k].high}});
  }
  for (std::size_t problem = 0; problem < contest.problems.size(); ++problem) {
    Json scores = Json::array();
    for (const ProblemScore& score : result.scores[problem]) {
      scores.push_back(score_json(contest.problems[problem], score));
    }
    json["problems"].push_back(
        {{"name", contest.problems[problem].name},
         {"score", contest.problems[problem].regret ? "regret" : contest.problems[problem].objective.name},
         {"contenders", std::move(scores)}});
  }
  return json;
}

}  // namespace vernier::cli

#include "vernier/figures/timeline_figure.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/core.h>

namespace vernier {
namespace {

struct PlacedSpan {
  double begin = 0;
  double end = 0;
  std::size_t lane = 0;
};

// The beginnings and ends of assignments by their events: the event, the assignment, and whether it is its end.
struct SpanEvent {
  Sequence sequence = 0;
  std::size_t assignment = 0;
  bool end = false;
};

std::vector<SpanEvent> events_of(std::span<const AssignmentSpan> assignments) {
  std::vector<SpanEvent> events;
  for (std::size_t i = 0; i < assignments.size(); ++i) {
    events.push_back({assignments[i].begun, i, false});
    if (assignments[i].ended > 0) events.push_back({assignments[i].ended, i, true});
  }
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  return events;
}

std::vector<PlacedSpan> placed(std::span<const AssignmentSpan> assignments, bool timed) {
  std::vector<PlacedSpan> places(assignments.size());
  std::vector<bool> busy;
  double now = 0;
  for (const SpanEvent& event : events_of(assignments)) {
    PlacedSpan& place = places[event.assignment];
    if (event.end) {
      now = std::max(now,
                     timed ? place.begin + assignments[event.assignment].seconds : static_cast<double>(event.sequence));
      place.end = timed ? place.begin + assignments[event.assignment].seconds : now;
      busy[place.lane] = false;
    } else {
      if (!timed) now = static_cast<double>(event.sequence);
      place.lane = static_cast<std::size_t>(std::find(busy.begin(), busy.end(), false) - busy.begin());
      if (place.lane == busy.size()) busy.push_back(false);
      busy[place.lane] = true;
      place.begin = now;
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (assignments[i].ended == 0) places[i].end = std::max(now, places[i].begin);
  }
  return places;
}

}  // namespace

Figure timeline_figure(std::span<const AssignmentSpan> assignments, std::size_t most) {
  const bool timed = std::any_of(assignments.begin(), assignments.end(), [](const auto& a) { return a.seconds > 0; });
  Figure figure{.title = "Timeline",
                .x_label = timed ? "seconds" : "events of the log",
                .y_label = "side by side",
                .kind = FigureKind::span};
  figure.remark = timed ? "Durations and order are recorded, clock times are not: pauses between runs are left out."
                        : "No durations are recorded: the axis counts events.";
  const std::vector<PlacedSpan> places = placed(assignments, timed);
  const std::size_t first = places.size() - std::min(places.size(), most);
  if (first > 0) figure.remark += fmt::format(" The last {} of {} assignments.", most, places.size());
  std::map<TrialState, Series> by_state;
  for (std::size_t i = first; i < places.size(); ++i) {
    Series& series = by_state[assignments[i].state];
    series.x.push_back(places[i].begin);
    series.end.push_back(places[i].end);
    series.y.push_back(static_cast<double>(places[i].lane) + 1);
    series.trials.push_back(static_cast<double>(assignments[i].trial));
  }
  for (auto& [state, series] : by_state) {
    series.name = to_string(state);
    figure.series.push_back(std::move(series));
  }
  return figure;
}

}  // namespace vernier

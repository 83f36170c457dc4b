#include "apps/cli/pipe_session.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/core.h>

#include "apps/cli/studies.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

constexpr std::int64_t max_asked = 10000;

std::string pipe_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string pipe_error(std::string_view code, std::string_view message) {
  return pipe_line({{"error", {{"code", code}, {"message", message}}}});
}

// A short form of a value for a message.
std::string shown(const Json& value) {
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

void check_keys(const Json& request, std::initializer_list<const char*> known) {
  std::vector<std::string> names(known.begin(), known.end());
  for (const auto& [key, value] : request.items()) {
    if (key == "op" || std::find(names.begin(), names.end(), key) != names.end()) continue;
    names.insert(names.begin(), "op");
    throw InvalidArgument(fmt::format("unknown key '{}'", key), {}, suggest(key, names));
  }
}

std::int64_t whole_number(const Json& value, std::string_view key, std::int64_t low, std::int64_t high) {
  if (value.is_number()) {
    const double number = value.get<double>();
    if (number == std::floor(number) && number >= static_cast<double>(low) && number <= static_cast<double>(high)) {
      return static_cast<std::int64_t>(number);
    }
  }
  throw InvalidArgument(fmt::format("'{}' is {}", key, shown(value)),
                        fmt::format("a whole number from {} to {}", low, high));
}

const Json& member(const Json& request, const char* key) {
  const auto found = request.find(key);
  if (found == request.end()) throw InvalidArgument(fmt::format("'{}' is missing", key));
  return *found;
}

TrialNumber trial_of(const Json& request) {
  return whole_number(member(request, "trial"), "trial", 0, std::int64_t{1} << 52U);
}

// null means that it diverged there.
double number_or_nan(const Json& value, std::string_view key) {
  if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (!value.is_number()) throw InvalidArgument(fmt::format("'{}' is {}", key, shown(value)), "a number or null");
  return value.get<double>();
}

std::vector<double> number_list(const Json& value, std::string_view key) {
  if (!value.is_array()) throw InvalidArgument(fmt::format("'{}' is {}", key, shown(value)), "a list of numbers");
  std::vector<double> numbers;
  for (const Json& item : value) numbers.push_back(number_or_nan(item, key));
  return numbers;
}

// "value": 0.9 or "values": [0.9, 12]; nothing where neither is there.
std::vector<double> values_of(const Json& request) {
  const bool one = request.contains("value"), several = request.contains("values");
  if (one && several) throw InvalidArgument("both 'value' and 'values' are there", "one of the two");
  if (one) return {number_or_nan(request["value"], "value")};
  if (several) return number_list(request["values"], "values");
  return {};
}

std::string text_of(const Json& request, const char* key) {
  const auto found = request.find(key);
  if (found == request.end()) return {};
  if (!found->is_string()) throw InvalidArgument(fmt::format("'{}' is {}", key, shown(*found)), "a text");
  return found->get<std::string>();
}

}  // namespace

std::string PipeSession::refuse_long_line() {
  return pipe_error("invalid_argument", fmt::format("the line is longer than {} MiB", max_line >> 20U));
}

std::string PipeSession::handle(std::string_view line) {
  try {
    const Json request = Json::parse(line, nullptr, false);
    if (request.is_discarded()) throw InvalidArgument("the line is not JSON", "one JSON object a line, in UTF-8");
    if (!request.is_object()) throw InvalidArgument(fmt::format("the line is {}", shown(request)), "a JSON object");
    return pipe_line(answer(request));
  } catch (const Error& error) {
    return pipe_error(error.code(), error.what());
  } catch (const std::exception& error) {
    return pipe_error("invalid_state", error.what());
  }
}

Json PipeSession::answer(const Json& request) {
  const std::string op = text_of(request, "op");
  if (op == "ask") return ask(request);
  if (op == "report") return report(request);
  if (op == "tell") return tell(request);
  if (op == "enqueue") return enqueue(request);
  if (op == "best" || op == "trials") {
    check_keys(request, {});
    return op == "best" ? best() : trials();
  }
  static const std::vector<std::string> names{"ask", "report", "tell", "best", "enqueue", "trials"};
  throw InvalidArgument(op.empty() ? std::string("'op' is missing") : fmt::format("unknown op '{}'", op), {},
                        suggest(op, names));
}

Json PipeSession::ask(const Json& request) {
  check_keys(request, {"n"});
  std::int64_t count = request.contains("n") ? whole_number(request["n"], "n", 1, max_asked) : 1;
  if (trials_) {
    const std::int64_t left = *trials_ - study_.counts().total();
    if (left <= 0) throw InvalidState(fmt::format("all {} trials have been given out", *trials_));
    count = std::min(count, left);
  }
  if (!request.contains("n")) return asked_json(study_.ask());
  Json trials = Json::array();
  for (const Trial& trial : study_.ask_batch(count)) {
    trials.push_back(asked_json(trial));
  }
  return {{"trials", std::move(trials)}};
}

Json PipeSession::report(const Json& request) {
  check_keys(request, {"trial", "step", "value", "values"});
  std::vector<double> values = values_of(request);
  if (values.empty()) throw InvalidArgument("'value' is missing", "a number or null");
  const Json& step = member(request, "step");
  if (!step.is_number()) throw InvalidArgument(fmt::format("'step' is {}", shown(step)), "a number");
  const Decision decision = study_.report(trial_of(request), step.get<double>(), std::move(values));
  if (decision == Decision::pause) study_.tell(trial_of(request), Outcome::paused());
  return {{"decision", to_string(decision)}};
}

Json PipeSession::tell(const Json& request) {
  check_keys(request, {"trial", "params", "value", "values", "constraints", "state", "why", "cost"});
  Outcome outcome;
  outcome.values = values_of(request);
  outcome.why = text_of(request, "why");
  if (request.contains("constraints")) outcome.constraints = number_list(request["constraints"], "constraints");
  if (request.contains("cost")) {
    if (!request["cost"].is_number())
      throw InvalidArgument(fmt::format("'cost' is {}", shown(request["cost"])), "a number");
    outcome.cost = request["cost"].get<double>();
  }
  if (const std::string state = text_of(request, "state"); !state.empty()) {
    outcome.state = trial_state_from_text(state);
    if (!finished(outcome.state)) {
      throw InvalidArgument(fmt::format("'state' is \"{}\"", state), "complete, failed or pruned");
    }
  }
  if (outcome.state == TrialState::complete && outcome.values.empty()) {
    throw InvalidArgument("'value' is missing", "a number, or \"state\":\"failed\"");
  }
  if (request.contains("params")) {
    if (request.contains("trial")) throw InvalidArgument("both 'trial' and 'params' are there", "one of the two");
    study_.tell(params_from_json(request["params"], "params"), outcome);
  } else {
    study_.tell(trial_of(request), outcome);
  }
  return Json::object();
}

Json PipeSession::best() const {
  if (objectives_of(study_).size() == 1) {
    const auto recommended = study_.recommend();
    if (!recommended) throw NotFound("no trial has completed yet");
    return recommendation_json(*recommended);
  }
  return front_json(study_);
}

Json PipeSession::enqueue(const Json& request) {
  check_keys(request, {"params"});
  study_.enqueue(params_from_json(member(request, "params"), "params"));
  return Json::object();
}

Json PipeSession::trials() const {
  Json trials = Json::array();
  for (const TrialRecord& trial : study_.trials()) trials.push_back(to_json(trial));
  return {{"trials", std::move(trials)}};
}

}  // namespace vernier::cli

#include "vernier/study/trial.hpp"

#include <utility>

#include "vernier/study/session.hpp"

namespace vernier {

Outcome Outcome::complete(std::vector<double> values, std::vector<double> constraints) {
  Outcome outcome(std::move(values));
  outcome.constraints = std::move(constraints);
  return outcome;
}

Outcome Outcome::pruned(std::string why) {
  Outcome outcome;
  outcome.state = TrialState::pruned;
  outcome.why = std::move(why);
  return outcome;
}

Outcome Outcome::failed(std::string why) {
  Outcome outcome;
  outcome.state = TrialState::failed;
  outcome.why = std::move(why);
  return outcome;
}

Outcome Outcome::paused() {
  Outcome outcome;
  outcome.state = TrialState::paused;
  return outcome;
}

Trial::Trial(std::shared_ptr<StudyCore> core, std::shared_ptr<TrialSession> session)
    : core_(std::move(core)), session_(std::move(session)) {}

TrialNumber Trial::number() const { return session_->record().number; }
AssignmentIndex Trial::assignment() const { return session_->index(); }
std::int64_t Trial::attempt() const { return session_->assignment().attempt; }
const ParamMap& Trial::params() const { return session_->record().params; }
std::optional<TrialNumber> Trial::clone_of() const { return session_->record().clone_of; }
std::optional<double> Trial::resume_from_step() const { return session_->assignment().made.resume_from; }
const TrialRecord& Trial::record() const { return session_->record(); }

ParamValue Trial::suggest(std::string_view name, const Distribution& distribution) {
  return session_->suggest(name, distribution);
}

double Trial::suggest_float(std::string_view name, double low, double high, SuggestOptions options) {
  return std::get<double>(suggest(name, Distribution::real(low, high, options.log, options.step)));
}
double Trial::suggest_float(std::string_view name, double low, double high) {
  return suggest_float(name, low, high, SuggestOptions{});
}

std::int64_t Trial::suggest_int(std::string_view name, std::int64_t low, std::int64_t high, SuggestOptions options) {
  const auto step = static_cast<std::int64_t>(options.step.value_or(1));
  return std::get<std::int64_t>(suggest(name, Distribution::integer(low, high, options.log, step)));
}
std::int64_t Trial::suggest_int(std::string_view name, std::int64_t low, std::int64_t high) {
  return suggest_int(name, low, high, SuggestOptions{});
}

std::string Trial::suggest_categorical(std::string_view name, const std::vector<std::string>& values) {
  return std::get<std::string>(
      suggest(name, Distribution::categorical(std::vector<ParamValue>(values.begin(), values.end()))));
}
std::string Trial::suggest_categorical(std::string_view name, std::initializer_list<const char*> values) {
  return suggest_categorical(name, std::vector<std::string>(values.begin(), values.end()));
}

Decision Trial::report(double step, double value) { return session_->report(step, {value}); }
Decision Trial::report(double step, std::vector<double> values) { return session_->report(step, std::move(values)); }
Decision Trial::decision() const { return session_->decision(); }
bool Trial::ended_by_budget() const { return session_->ended_by_budget(); }
bool Trial::should_prune() const { return session_->decision() != Decision::keep; }
bool Trial::should_stop() const { return session_->should_stop(); }
std::stop_token Trial::stop_token() const {
  return session_->run() ? session_->run()->stop.get_token() : std::stop_token{};
}
void Trial::set_attribute(std::string_view name, Json value) { session_->set_attribute(name, std::move(value)); }

Rng Trial::rng(std::string_view name) const {
  const auto number = static_cast<std::uint64_t>(session_->record().number);
  return Rng(session_->core().created().seed).split(number).split("trial").split(name);
}

}  // namespace vernier

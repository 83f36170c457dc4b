#include "vernier/space/search_space.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/space/feasible_walk.hpp"

namespace vernier {
namespace {

std::vector<std::string> parameter_names(std::span<const Parameter> parameters) {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  return names;
}

/// Whether every name of the expression has a value.
bool all_present(const Expression& expression, const ParamMap& params) {
  return std::all_of(expression.names().begin(), expression.names().end(),
                     [&](const std::string& name) { return params.contains(name); });
}

std::string prior_text(const Parameter& parameter) {
  if (!parameter.prior) return "none";
  return fmt::format("{} ({} confidence)", to_text(parameter.prior->value), to_string(parameter.prior->confidence));
}

void check_names(const Expression& expression, std::string_view what, std::span<const Parameter> parameters) {
  const std::vector<std::string> known = parameter_names(parameters);
  for (const std::string& name : expression.names()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InvalidArgument(fmt::format("{} \"{}\" names the unknown parameter '{}'", what, expression.text(), name),
                            {}, suggest(name, known));
    }
  }
}

/// Visits the parameters depth first along their conditions; a parameter met again on its own way closes a ring.
class TopologicalVisit {
 public:
  explicit TopologicalVisit(std::span<const Parameter> parameters)
      : parameters_(parameters), state_(parameters.size()) {
    for (std::size_t i = 0; i < parameters.size(); ++i) indices_.emplace(parameters[i].name, i);
  }

  std::vector<std::size_t> run() {
    for (std::size_t i = 0; i < parameters_.size(); ++i) visit(i);
    return std::move(order_);
  }

 private:
  void visit(std::size_t index) {
    if (state_[index] == State::done) return;
    path_.push_back(parameters_[index].name);
    if (state_[index] == State::open) {
      path_.erase(path_.begin(), std::find(path_.begin(), path_.end(), path_.back()));
      throw InvalidArgument(fmt::format("conditions form a ring: {}", join(path_, " depends on ")),
                            "conditions that end at parameters without one", "Remove one of these conditions.");
    }
    state_[index] = State::open;
    if (parameters_[index].when) {
      for (const std::string& name : parameters_[index].when->names()) {
        if (const auto other = indices_.find(name); other != indices_.end()) visit(other->second);
      }
    }
    state_[index] = State::done;
    path_.pop_back();
    order_.push_back(index);
  }

  enum class State { fresh, open, done };
  std::span<const Parameter> parameters_;
  std::map<std::string_view, std::size_t> indices_;
  std::vector<State> state_;
  std::vector<std::string> path_;
  std::vector<std::size_t> order_;
};

}  // namespace

struct SearchSpace::Order {
  std::once_flag once;
  std::vector<std::size_t> indices;
};

SearchSpace& SearchSpace::add(std::string name, Distribution distribution, std::string_view when,
                              std::optional<Prior> prior) {
  if (name.empty()) throw InvalidArgument("a parameter without a name", "a name");
  if (parameters_.size() >= max_parameters) {
    throw InvalidArgument("a space of too many parameters", fmt::format("at most {}", max_parameters));
  }
  if (find(name) != nullptr) {
    throw InvalidArgument(fmt::format("parameter '{}' stands twice", name), "different names");
  }
  std::optional<Expression> condition;
  if (!trim(when).empty()) condition = Expression::parse(when);
  if (prior) {
    if (!distribution.contains(prior->value)) {
      throw InvalidArgument(fmt::format("the prior of '{}' is {}", name, to_text(prior->value)),
                            "one of the parameter's values");
    }
    prior->value = distribution.canonical(std::move(prior->value));
  }
  parameters_.push_back({std::move(name), std::move(distribution), std::move(condition), std::move(prior)});
  order_ = std::make_shared<Order>();
  return *this;
}

SearchSpace& SearchSpace::constrain(std::string_view expression) {
  constraints_.push_back(Expression::parse(expression));
  return *this;
}

void SearchSpace::validate() const {
  for (const Parameter& parameter : parameters_) {
    if (parameter.when) check_names(*parameter.when, fmt::format("the condition of '{}'", parameter.name), parameters_);
  }
  for (const Expression& constraint : constraints_) check_names(constraint, "constraint", parameters_);
  (void)topological_order();
  Rng rng = Rng(0).split("validate space");
  // draws even without constraints: they evaluate the conditions, so types that do not fit show here
  bool satisfied = constraints_.empty();
  for (int i = 0; i < 16; ++i) satisfied = sample(rng, 1).has_value() || satisfied;
  if (!satisfied && !sample(rng, 10'000) && !walk_to_feasible(*this, rng)) {
    std::vector<std::string> texts;
    for (const Expression& constraint : constraints_) texts.push_back(constraint.text());
    throw InvalidArgument(
        fmt::format("no configuration was found that satisfies the constraints ({})", join(texts, "; ")),
        "constraints that can be satisfied", "Loosen one, or narrow the ranges to where they hold.");
  }
}

const Parameter* SearchSpace::find(std::string_view name) const {
  for (const Parameter& parameter : parameters_) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

bool SearchSpace::conditional() const {
  return std::any_of(parameters_.begin(), parameters_.end(), [](const Parameter& p) { return p.when.has_value(); });
}

std::span<const std::size_t> SearchSpace::topological_order() const {
  if (parameters_.empty()) return {};
  std::call_once(order_->once, [&] { order_->indices = TopologicalVisit(parameters_).run(); });
  return order_->indices;
}

ParamMap SearchSpace::active(const ParamMap& params) const {
  ParamMap result;
  for (const std::size_t index : topological_order()) {
    const Parameter& parameter = parameters_[index];
    const auto value = params.find(parameter.name);
    if (value == params.end()) continue;
    if (parameter.when && !(all_present(*parameter.when, result) && parameter.when->holds(result))) continue;
    result.emplace(parameter.name, parameter.distribution.canonical(value->second));
  }
  return result;
}

bool SearchSpace::feasible(const ParamMap& params) const {
  return std::all_of(constraints_.begin(), constraints_.end(), [&](const Expression& constraint) {
    return !all_present(constraint, params) || constraint.holds(params);
  });
}

void SearchSpace::check(const ParamMap& params, std::string_view where) const {
  const std::vector<std::string> names = parameter_names(parameters_);
  for (const auto& [name, value] : params) {
    const Parameter* parameter = find(name);
    if (parameter == nullptr) {
      throw InvalidArgument(fmt::format("{}: unknown parameter '{}'", where, name), {}, suggest(name, names));
    }
    if (!parameter->distribution.contains(value)) {
      throw InvalidArgument(fmt::format("{}: '{}' is {}", where, name, to_text(value)),
                            fmt::format("a value of {}", to_json(parameter->distribution).dump()));
    }
  }
  const ParamMap used = active(params);
  for (const auto& [name, value] : params) {
    if (!used.contains(name)) {
      throw InvalidArgument(fmt::format("{}: '{}' is inactive here", where, name),
                            fmt::format("it only where {} holds", find(name)->when->text()), "Leave it out.");
    }
  }
  for (const Parameter& parameter : parameters_) {
    if (used.contains(parameter.name)) continue;
    if (parameter.when && !(all_present(*parameter.when, used) && parameter.when->holds(used))) continue;
    throw InvalidArgument(fmt::format("{}: '{}' is missing", where, parameter.name),
                          fmt::format("a value of {}", to_json(parameter.distribution).dump()));
  }
  for (const Expression& constraint : constraints_) {
    if (all_present(constraint, params) && !constraint.holds(params)) {
      throw InvalidArgument(fmt::format("{}: the configuration violates \"{}\"", where, constraint.text()),
                            "one that satisfies every constraint");
    }
  }
}

ParamMap SearchSpace::from_unit(std::span<const double> point) const {
  if (point.size() != parameters_.size()) {
    throw InvalidArgument(fmt::format("{} coordinates for {} parameters", point.size(), parameters_.size()),
                          "one for each");
  }
  ParamMap params;
  for (std::size_t i = 0; i < point.size(); ++i) {
    params.emplace(parameters_[i].name, parameters_[i].distribution.from_unit(point[i]));
  }
  return conditional() ? active(params) : params;
}

std::optional<ParamMap> SearchSpace::sample(Rng& rng, int tries) const {
  std::vector<double> point(parameters_.size());
  for (int attempt = 0; attempt < tries; ++attempt) {
    for (double& coordinate : point) coordinate = rng.uniform();
    ParamMap params = from_unit(point);
    if (feasible(params)) return params;
  }
  return std::nullopt;
}

std::vector<std::string> describe_changes(const SearchSpace& before, const SearchSpace& after) {
  std::vector<std::string> changes;
  for (const Parameter& parameter : before.parameters()) {
    const Parameter* other = after.find(parameter.name);
    if (other == nullptr) {
      changes.push_back(fmt::format("parameter '{}' is gone", parameter.name));
      continue;
    }
    if (!(other->distribution == parameter.distribution)) {
      changes.push_back(fmt::format("parameter '{}' was {} and is {}", parameter.name,
                                    to_json(parameter.distribution).dump(), to_json(other->distribution).dump()));
    }
    if (other->prior != parameter.prior) {
      changes.push_back(
          fmt::format("the prior of '{}' was {} and is {}", parameter.name, prior_text(parameter), prior_text(*other)));
    }
    const std::string old_when = parameter.when ? parameter.when->text() : "always";
    const std::string new_when = other->when ? other->when->text() : "always";
    if (old_when != new_when) {
      changes.push_back(
          fmt::format("parameter '{}' was active when \"{}\" and is when \"{}\"", parameter.name, old_when, new_when));
    }
  }
  for (const Parameter& parameter : after.parameters()) {
    if (before.find(parameter.name) == nullptr) changes.push_back(fmt::format("parameter '{}' is new", parameter.name));
  }
  const auto has = [](const SearchSpace& space, const Expression& constraint) {
    const auto all = space.constraints();
    return std::find(all.begin(), all.end(), constraint) != all.end();
  };
  for (const Expression& constraint : before.constraints()) {
    if (!has(after, constraint)) changes.push_back(fmt::format("constraint \"{}\" is gone", constraint.text()));
  }
  for (const Expression& constraint : after.constraints()) {
    if (!has(before, constraint)) changes.push_back(fmt::format("constraint \"{}\" is new", constraint.text()));
  }
  return changes;
}

}  // namespace vernier

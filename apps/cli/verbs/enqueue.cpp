#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"

namespace vernier::cli {
namespace {

class EnqueueVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("params", assignments_, "values; parameters left out are drawn at random")
        ->type_name("NAME=VALUE")
        ->required();
    selection_.add(app, false);
  }

  int run(Console&) override {
    Study study = load_study(selection_);
    ParamMap params;
    for (const std::string& text : assignments_) {
      auto [name, value] = assignment_from_text(text);
      value = fitted(study, name, std::move(value), text);
      if (!params.emplace(name, std::move(value)).second)
        throw InvalidArgument(fmt::format("'{}' is given twice", name));
    }
    study.enqueue(params);
    return exit_done;
  }

 private:
  // A number where the space has a text of the same spelling means the text; a whole number may stand for a real one.
  static ParamValue fitted(const Study& study, const std::string& name, ParamValue value, std::string_view text) {
    const auto& space = study.options().space;
    const Parameter* parameter = space ? space->find(name) : nullptr;
    if (parameter == nullptr) return value;
    const Distribution& distribution = parameter->distribution;
    if (distribution.kind() == Distribution::Kind::real) {
      if (const auto number = as_number(value)) return *number;
    } else if (!distribution.numeric() && !distribution.contains(value)) {
      const ParamValue word = std::string(text.substr(name.size() + 1));
      if (distribution.contains(word)) return word;
    }
    return value;
  }

  StudySelection selection_;
  std::vector<std::string> assignments_;
};

}  // namespace

const VerbInfo& verb_enqueue() {
  static const VerbInfo info{.name = "enqueue",
                             .summary = "say what to try next, before the sampler is asked",
                             .group = VerbGroup::one_call,
                             .details = "Examples:\n  vernier enqueue learning_rate=0.01 optimizer=adam",
                             .make = &make_verb<EnqueueVerb>};
  return info;
}

}  // namespace vernier::cli

#pragma once
// What proposes the next configuration.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// A configuration to try; `clone_of` starts it from the checkpoint of that trial. With `clone_step`, the step of that
/// checkpoint, its own steps go on from there, else they begin at the beginning. With a declared space `params` are
/// exactly the active parameters and feasible. In a define-by-run study they cover the union space seen so far.
struct Proposal {
  ParamMap params;
  std::optional<TrialNumber> clone_of;
  std::optional<double> clone_step{};
};

/// A sampler is a pure function of (history, its options, the stream): the same arguments give the same proposal in any
/// process. It may cache a fold over the settled prefix, which a cold instance must reproduce bit for bit; pending
/// trials and the moment of the call never enter it. Calls on one instance are serialised by the study.
class Sampler {
 public:
  virtual ~Sampler() = default;
  /// The next configuration; nothing when the space is exhausted or the sampler's own design has ended.
  [[nodiscard]] virtual std::optional<Proposal> propose(const History& history, Rng rng) = 0;
  /// Throws InvalidArgument or Unsupported where a declared space does not suit; asked before a study is made.
  virtual void check(const SearchSpace&) const {}
  /// One line for people: what this sampler does here and why ("qmc: scrambled Sobol points").
  [[nodiscard]] virtual std::string describe(const History& history) const = 0;
};

/// What a sampler can take; the study refuses a combination that is not handled, with the reason.
struct SamplerAbilities {
  bool conditional = true;
  bool constraints = true;  ///< hard constraints of the space
  bool multi_objective = true;
  bool define_by_run = true;
  bool pruner = true;            ///< may be combined with a pruner
  bool infinite = true;          ///< ranges without a finite number of values, with default options
  bool noise = false;            ///< its model tells noise from signal
  bool many_parameters = false;  ///< made for a hundred parameters and more
  bool parallel = true;          ///< trials that are still running are taken into account, or need not be
};

/// Milliseconds of a core for one ask and tell after so many trials of 20 mixed parameters: an order of magnitude
/// (benchmarks/search_latency.cpp).
struct AskCost {
  double after_100 = 0;
  double after_1000 = 0;
};

struct SamplerInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  SamplerAbilities handles{};
  std::string pruner = "auto";   ///< the pruner that it needs, in the place of `auto`
  std::string suits{};           ///< what it is good for, in a few words
  std::optional<AskCost> ask{};  ///< where it was measured
  const OptionTable& options;
  std::unique_ptr<Sampler> (*make)(const Json& options);
};

[[nodiscard]] std::span<const SamplerInfo* const> builtin_sampler_table();  // generated
/// The catalogue of samplers.
[[nodiscard]] Catalogue<SamplerInfo>& samplers();
/// Throws InvalidArgument for an unknown name or option.
[[nodiscard]] std::unique_ptr<Sampler> make_sampler(const Component& component);

}  // namespace vernier

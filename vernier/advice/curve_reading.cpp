#include "vernier/advice/curve_reading.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace vernier::advice {
namespace {

constexpr double rises = 0.05;        // of the least validation loss
constexpr double wide_gap = 0.25;     // of the training loss
constexpr double falls = 0.02;        // of the loss, over the last fifth of the epochs
constexpr double floor_share = 0.01;  // of the baseline: as good as nothing
constexpr double no_better = 0.02;    // of the baseline

constexpr const char* source = "Goodfellow, Bengio, Courville 2016, chapter 11.4; Prechelt 1998";

std::size_t least_place(const std::vector<double>& losses) {
  return static_cast<std::size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin());
}

Fit fit_of(const CurveReading& reading) {
  const LearningCurves& curves = reading.curves;
  const std::vector<double>& judged = curves.validation.empty() ? curves.training : curves.validation;
  const auto infinite = [](double loss) { return !std::isfinite(loss); };
  if (std::any_of(curves.training.begin(), curves.training.end(), infinite) ||
      std::any_of(judged.begin(), judged.end(), infinite)) {
    return Fit::diverged;
  }
  if (curves.training.size() > 1 && curves.training.back() > 1.5 * curves.training.front()) return Fit::diverged;
  const double best = judged[reading.best_epoch];
  const bool learned = !curves.baseline || best < (1 - no_better) * *curves.baseline;
  // the training loss tells whether the network learns anything at all; the validation loss, whether that holds
  const bool trained = !curves.baseline || curves.training.back() < (1 - no_better) * *curves.baseline;
  if (!learned && !trained) return Fit::unlearned;
  const bool training_falls = curves.training.back() < curves.training[reading.best_epoch];
  if (!curves.validation.empty() && training_falls && reading.generalisation_loss > rises) return Fit::overfitting;
  const bool at_floor = curves.baseline && best < floor_share * *curves.baseline;
  if (!at_floor && reading.still_falling > falls && reading.best_epoch + 1 + judged.size() / 10 >= judged.size()) {
    return Fit::unfinished;
  }
  return !curves.validation.empty() && reading.gap > wide_gap ? Fit::gap : Fit::fitting;
}

}  // namespace

std::string_view to_string(Fit fit) {
  switch (fit) {
    case Fit::diverged: return "diverged";
    case Fit::unlearned: return "unlearned";
    case Fit::unfinished: return "unfinished";
    case Fit::overfitting: return "overfitting";
    case Fit::gap: return "gap";
    case Fit::fitting: return "fitting";
  }
  return {};
}

CurveReading read_curves(LearningCurves curves) {
  CurveReading reading{.curves = std::move(curves)};
  const std::vector<double>& training = reading.curves.training;
  const std::vector<double>& judged = reading.curves.validation.empty() ? training : reading.curves.validation;
  reading.best_epoch = least_place(judged);
  const double best = judged[reading.best_epoch];
  const double scale = std::max(std::abs(best), 1e-12);
  reading.generalisation_loss = (judged.back() - best) / scale;
  reading.gap = (best - training[reading.best_epoch]) / std::max(std::abs(training[reading.best_epoch]), 1e-12);
  const std::size_t before = std::max<std::size_t>(judged.size() * 4 / 5, 1);
  const double earlier = *std::min_element(judged.begin(), judged.begin() + static_cast<std::ptrdiff_t>(before));
  reading.still_falling = (earlier - best) / std::max(std::abs(earlier), 1e-12);
  reading.fit = fit_of(reading);
  return reading;
}

Finding CurveReading::finding() const {
  const bool held = !curves.validation.empty();
  const std::vector<double>& judged = held ? curves.validation : curves.training;
  const std::string name = held ? "validation loss" : "training loss";
  const std::string at_best = held ? fmt::format("; training loss {:.4g} there, {:.4g} at the end",
                                                 curves.training[best_epoch], curves.training.back())
                                   : std::string();
  const std::string numbers = fmt::format("least {} {:.4g} at epoch {} of {}, {:.4g} at the end{}", name,
                                          judged[best_epoch], best_epoch + 1, judged.size(), judged.back(), at_best);
  switch (fit) {
    case Fit::diverged:
      return {"training diverges",
              fmt::format("training loss {:.4g} after the first epoch, {:.4g} after the last", curves.training.front(),
                          curves.training.back()),
              "a lower learning rate, or global_clipnorm: 1", source};
    case Fit::unlearned:
      return {"the network learns no more than a constant",
              fmt::format("{}; a constant prediction has {:.4g}", numbers, curves.baseline.value_or(0)),
              "another learning rate; if that does not help, the inputs may not tell the target", source};
    case Fit::unfinished:
      return {"training ends too early",
              fmt::format("{}; it fell by {:.1f} % over the last fifth", numbers, 100 * still_falling),
              "more epochs, a higher learning rate, or a smaller batch", source};
    case Fit::overfitting:
      return {
          "the network overfits",
          fmt::format("{}: {:.0f} % above the least, while the training loss fell", numbers, 100 * generalisation_loss),
          "early stopping, dropout, weight decay, or fewer units; more rows where there are any", source};
    case Fit::gap:
      return {"the network fits its training rows better than others",
              fmt::format("{}: a gap of {:.0f} % of the training loss", numbers, 100 * gap),
              "dropout or weight decay; more rows where there are any", source};
    case Fit::fitting: break;
  }
  if (!held) {
    return {"the training loss falls no more", numbers,
            "whether it overfits cannot be said without validation rows: fit: {validation_split: 0.2}", source};
  }
  return {"the network neither overfits nor is still learning",
          fmt::format("{}: a gap of {:.0f} %", numbers, 100 * gap),
          "more units or layers, or less dropout, may lower both losses", source};
}

Json CurveReading::to_json() const {
  return {{"fit", to_string(fit)},
          {"training", curves.training},
          {"validation", curves.validation},
          {"baseline", curves.baseline ? Json(*curves.baseline) : Json(nullptr)},
          {"best_epoch", best_epoch + 1},
          {"generalisation_loss", generalisation_loss},
          {"gap", gap},
          {"still_falling", still_falling},
          {"finding", finding().to_json()}};
}

}  // namespace vernier::advice

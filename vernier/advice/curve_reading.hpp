#pragma once
// Overfitting and underfitting, read from the two learning curves of one training.
// Source: Goodfellow, Bengio, Courville 2016, "Deep learning", chapters 5.2, 7.8 and 11.4; Prechelt 1998, "Early
// stopping - but when?" (the generalisation loss).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/advice/finding.hpp"

namespace vernier::advice {

/// The losses of each epoch.
struct LearningCurves {
  std::vector<double> training{};
  std::vector<double> validation{};  ///< empty without a validation part
  /// Of the best prediction that is the same for every row; nothing where the loss has no known one.
  std::optional<double> baseline{};
};

enum class Fit {
  diverged,     ///< a loss is not finite, or training ends above where it began
  unlearned,    ///< no better than a constant
  unfinished,   ///< the validation loss is still falling at the end
  overfitting,  ///< it rises again, while the training loss goes on falling
  gap,          ///< it no longer falls, far above the training loss
  fitting,      ///< it no longer falls, near the training loss: more capacity may help, less regularisation too
};
[[nodiscard]] std::string_view to_string(Fit fit);

struct CurveReading {
  LearningCurves curves{};
  Fit fit = Fit::fitting;
  std::size_t best_epoch = 0;      ///< from 0, of the validation loss (of the training loss where there is no other)
  double generalisation_loss = 0;  ///< how far the last validation loss lies above the least, as a share of it
  double gap = 0;                  ///< validation over training loss at the best epoch, less 1
  double still_falling = 0;        ///< what the best loss gained over that of four fifths of the epochs, as a share

  [[nodiscard]] Finding finding() const;
  [[nodiscard]] Json to_json() const;
};

/// Of at least one epoch.
[[nodiscard]] CurveReading read_curves(LearningCurves curves);

}  // namespace vernier::advice

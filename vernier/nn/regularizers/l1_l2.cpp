#include <cmath>

#include "vernier/nn/regularizers/regularizer.hpp"

namespace vernier::nn {
namespace {

struct L1L2Options {
  double l1 = 0.0;
  double l2 = 0.0;
  static void describe(OptionFields<L1L2Options>& field) {
    field("l1", &L1L2Options::l1, "factor of the sum of absolute values").at_least(0);
    field("l2", &L1L2Options::l2, "factor of the sum of squares").at_least(0);
  }
};

class L1L2Regularizer final : public Regularizer {
 public:
  explicit L1L2Regularizer(const L1L2Options& options) : options_(options) {}
  [[nodiscard]] double value(ConstView x) const override {
    double absolute = 0.0;
    double squares = 0.0;
    for (const float element : x.values()) {
      absolute += std::abs(element);
      squares += double{element} * double{element};
    }
    return options_.l1 * absolute + options_.l2 * squares;
  }
  void add_gradient(ConstView x, float scale, View gradient) const override {
    const float factor_1 = scale * static_cast<float>(options_.l1);
    const float factor_2 = 2.0F * scale * static_cast<float>(options_.l2);
    for (Index i = 0; i < x.size(); ++i) {
      const float sign = (x.data[i] > 0.0F ? 1.0F : (x.data[i] < 0.0F ? -1.0F : 0.0F));
      gradient.data[i] += factor_1 * sign + factor_2 * x.data[i];
    }
  }

 private:
  L1L2Options options_;
};

}  // namespace

const RegularizerInfo& regularizer_l1_l2() {
  static const RegularizerInfo info{.name = "l1_l2",
                                    .summary = "l1 * sum of |x| + l2 * sum of x^2",
                                    .cites = "keras/src/regularizers/regularizers.py, Keras 3",
                                    .aliases = {"l1l2"},
                                    .options = option_table<L1L2Options>(),
                                    .make = &make_with<Regularizer, L1L2Regularizer, L1L2Options>};
  return info;
}

}  // namespace vernier::nn

#include <cmath>

#include "vernier/nn/regularizers/regularizer.hpp"

namespace vernier::nn {
namespace {

struct L1Options {
  double l1 = 0.01;
  static void describe(OptionFields<L1Options>& field) { field("l1", &L1Options::l1, "factor").at_least(0); }
};

class L1Regularizer final : public Regularizer {
 public:
  explicit L1Regularizer(const L1Options& options) : options_(options) {}
  [[nodiscard]] double value(ConstView x) const override {
    double sum = 0.0;
    for (const float element : x.values()) sum += std::abs(element);
    return options_.l1 * sum;
  }
  void add_gradient(ConstView x, float scale, View gradient) const override {
    const float factor = scale * static_cast<float>(options_.l1);
    for (Index i = 0; i < x.size(); ++i)
      gradient.data[i] += factor * (x.data[i] > 0.0F ? 1.0F : (x.data[i] < 0.0F ? -1.0F : 0.0F));
  }

 private:
  L1Options options_;
};

}  // namespace

const RegularizerInfo& regularizer_l1() {
  static const RegularizerInfo info{.name = "l1",
                                    .summary = "l1 * sum of |x|",
                                    .cites = "keras/src/regularizers/regularizers.py, Keras 3",
                                    .options = option_table<L1Options>(),
                                    .make = &make_with<Regularizer, L1Regularizer, L1Options>};
  return info;
}

}  // namespace vernier::nn

#include "vernier/nn/regularizers/regularizer.hpp"

namespace vernier::nn {
namespace {

struct L2Options {
  double l2 = 0.01;
  static void describe(OptionFields<L2Options>& field) { field("l2", &L2Options::l2, "factor").at_least(0); }
};

class L2Regularizer final : public Regularizer {
 public:
  explicit L2Regularizer(const L2Options& options) : options_(options) {}
  [[nodiscard]] double value(ConstView x) const override {
    double sum = 0.0;
    for (const float element : x.values()) sum += double{element} * double{element};
    return options_.l2 * sum;
  }
  void add_gradient(ConstView x, float scale, View gradient) const override {
    const float factor = 2.0F * scale * static_cast<float>(options_.l2);
    for (Index i = 0; i < x.size(); ++i) gradient.data[i] += factor * x.data[i];
  }

 private:
  L2Options options_;
};

}  // namespace

const RegularizerInfo& regularizer_l2() {
  static const RegularizerInfo info{.name = "l2",
                                    .summary = "l2 * sum of x^2",
                                    .cites = "keras/src/regularizers/regularizers.py, Keras 3",
                                    .options = option_table<L2Options>(),
                                    .make = &make_with<Regularizer, L2Regularizer, L2Options>};
  return info;
}

}  // namespace vernier::nn

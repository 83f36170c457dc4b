#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/nn/golden.hpp"
#include "vernier/nn/activations/activation.hpp"

namespace vernier::nn {
namespace {

// What forward gives for x, and backward for dy, with the memory that the layers give them.
struct Answer {
  Tensor y;
  Tensor dx;
};
Answer run(const Activation& activation, const Tensor& x, const Tensor& dy) {
  Answer answer{Tensor(activation.output_shape(x.shape())), Tensor(x.shape())};
  activation.forward(x.view(), answer.y.view());
  const ConstView input = activation.needs_input() ? ConstView(x.view()) : ConstView{};
  activation.backward(input, answer.y.view(), dy.view(), answer.dx.view());
  return answer;
}

std::unique_ptr<Activation> make(const std::string& name, const Json& options = Json::object()) {
  return activations().get(name).make(options);
}

// 1e-5 relative. 1e-6 absolute where the answer is a difference of numbers of size 1 (1 - y^2, y + alpha) or below
// Keras's own flush to 0; the tails of gelu, mish and the like are x times a number near 0.
TEST(Activations, AgreeWithKeras) {
  for (const Json& golden : golden::load("activations").at("cases")) {
    const std::string label = golden.at("case");
    // Keras 3.15 adds up every cumulative sum of the support where the definition takes the last: its rows of more than
    // one survivor do not sum to 1. Ours do, see SparsemaxProjectsOntoTheSimplex.
    if (golden.at("name") == "sparsemax") continue;
    const auto activation = make(golden.at("name"), golden.at("options"));
    const Tensor x = golden::tensor(golden.at("x"));
    const Answer answer = run(*activation, x, golden::tensor(golden.at("dy")));
    // a sum with x rounds at the size of x, in Keras and here
    double size = 1.0;
    if (label.find("large") != std::string::npos || label.starts_with("squareplus")) size = 40.0;
    golden::expect_close(answer.y.values(), golden::tensor(golden.at("y")).values(), 1e-5, 1e-6 * size, label + " y");
    golden::expect_close(answer.dx.values(), golden::tensor(golden.at("dx")).values(), 1e-5, 1e-6 * size,
                         label + " dx");
  }
}

// Martins and Astudillo 2016: the nearest point of the simplex, so x - y is one number where y > 0 and at most that
// elsewhere.
TEST(Activations, SparsemaxProjectsOntoTheSimplex) {
  const auto activation = make("sparsemax");
  const Tensor x(Shape{3, 4},
                 std::vector<float>{0.1F, 0.9F, 0.7F, -1.0F, 3.0F, 0.0F, 0.5F, 1.0F, 0.2F, 0.2F, 0.2F, 0.2F});
  const Answer answer = run(*activation, x, Tensor(Shape{3, 4}));
  for (Index row = 0; row < 3; ++row) {
    double sum = 0;
    double tau = 1e9;
    for (Index k = 4 * row; k < 4 * row + 4; ++k) {
      sum += answer.y.data()[k];
      if (answer.y.data()[k] > 0) tau = std::min(tau, static_cast<double>(x.data()[k] - answer.y.data()[k]));
    }
    EXPECT_NEAR(sum, 1.0, 1e-6);
    for (Index k = 4 * row; k < 4 * row + 4; ++k) {
      const float y = answer.y.data()[k];
      EXPECT_GE(y, 0.0F);
      EXPECT_LE(x.data()[k] - y, tau + 1e-6);
      EXPECT_GE(y > 0 ? x.data()[k] - y : tau, tau - 1e-6);
    }
  }
}

// Options under which no point below lies on a kink.
Json options_of(const std::string& name) {
  if (name == "threshold") return {{"threshold", 0.3}, {"default_value", -1.0}};
  return Json::object();
}

TEST(Activations, GradientsAgreeWithDifferences) {
  for (const ActivationInfo* info : activations().all()) {
    const auto activation = info->make(options_of(info->name));
    const std::vector<float> values{-3.7F, -1.9F, -0.9F, -0.31F, 0.12F, 0.44F, 0.87F, 1.6F, 2.3F, 3.4F, 5.1F, 6.6F};
    const Tensor x(Shape{3, 4}, values);
    Tensor dy(activation->output_shape(x.shape()));
    for (Index i = 0; i < dy.size(); ++i) dy.data()[i] = 0.5F + 0.25F * static_cast<float>(i % 5);
    const Answer answer = run(*activation, x, dy);
    for (Index i = 0; i < x.size(); ++i) {
      const float step = 2e-3F;
      double difference = 0.0;
      for (const float sign : {1.0F, -1.0F}) {
        Tensor moved = x;
        moved.data()[i] += sign * step;
        const Tensor y = run(*activation, moved, dy).y;
        for (Index k = 0; k < y.size(); ++k) difference += sign * double{y.data()[k]} * double{dy.data()[k]};
      }
      difference /= 2.0 * step;
      EXPECT_NEAR(answer.dx.data()[i], difference, 2e-3 * std::max(1.0, std::abs(difference)))
          << info->name << " " << i;
    }
  }
}

TEST(Activations, KeepNanAndWorkInPlace) {
  for (const ActivationInfo* info : activations().all()) {
    const auto activation = info->make(options_of(info->name));
    Tensor x(Shape{2, 4}, std::vector<float>{-2, -1, 0.5F, 3, 1, 1.5F, -0.2F, 0.7F});
    Tensor apart(activation->output_shape(x.shape()));
    activation->forward(x.view(), apart.view());
    Tensor together = x;
    activation->forward(together.view(), {together.data(), apart.shape()});
    for (Index i = 0; i < apart.size(); ++i) EXPECT_EQ(together.data()[i], apart.data()[i]) << info->name;
    x.data()[0] = std::numeric_limits<float>::quiet_NaN();
    activation->forward(x.view(), apart.view());
    EXPECT_TRUE(std::isnan(apart.data()[0])) << info->name;  // a diverged network must not look healthy
  }
}

TEST(Activations, ProbabilitiesOfRowsSumToOne) {
  for (const std::string name : {"softmax", "sparsemax"}) {
    const Tensor x(Shape{2, 5}, std::vector<float>{90, 1, -3, 0, 2, -1e4F, -1e4F, -1e4F, -1e4F, -1e4F});
    Tensor y(x.shape());
    make(name)->forward(x.view(), y.view());
    for (Index row = 0; row < 2; ++row) {
      EXPECT_NEAR(std::accumulate(y.data() + row * 5, y.data() + row * 5 + 5, 0.0), 1.0, 1e-6) << name;
    }
    EXPECT_NEAR(y.data()[5], 0.2F, 1e-6) << name;
  }
}

TEST(Activations, NamesAliasesAndMistakes) {
  EXPECT_EQ(make_activation("linear"), nullptr);
  EXPECT_EQ(make_activation({}), nullptr);
  EXPECT_EQ(&activations().get("swish"), &activations().get("silu"));
  EXPECT_EQ(&activations().get("hard_swish"), &activations().get("hard_silu"));
  EXPECT_EQ(make("glu")->output_shape({3, 8}), (Shape{3, 4}));
  EXPECT_THROW((void)make("glu")->output_shape({3, 5}), InvalidArgument);
  EXPECT_THROW((void)make_activation(Component{"relu", {{"max_value", -1}}}), InvalidArgument);
  EXPECT_THROW((void)make_activation("threshold"), InvalidArgument);  // both of its options are required
}

}  // namespace
}  // namespace vernier::nn

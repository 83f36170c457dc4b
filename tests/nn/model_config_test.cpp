// Models from lists of layers with named places.
#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string config_error(const char* text) {
  try {
    Model model = Model::from_config(Json::parse(text));
    model.build();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(ModelConfig, PlacesHaveNamesAndLayersAreCalledOnThem) {
  // 10 a + 2 * 3 b
  Model model = Model::from_config(Json::parse(R"([
    {"input": {"shape": [1], "name": "a"}, "as": "a"},
    {"input": {"shape": [1], "name": "b"}},
    {"dense": {"units": 1, "use_bias": false, "kernel_initializer": {"constant": {"value": 3}}}, "as": "b3"},
    {"add": {}, "of": ["b3", "b3"], "as": "b6"},
    {"of": "a"},
    {"dense": {"units": 1, "use_bias": false, "kernel_initializer": {"constant": {"value": 10}}}, "as": "a"},
    {"add": {}, "of": ["a", "b6"]}
  ])"));
  EXPECT_THAT(model.input_names(), ElementsAre("a", "b"));
  const Tensor a(Shape{2, 1}, std::vector<float>{1, 2});
  const Tensor b(Shape{2, 1}, std::vector<float>{5, 7});
  EXPECT_THAT(model.predict({a.view(), b.view()}).values(), ElementsAre(10 + 30, 20 + 42));
}

TEST(ModelConfig, ALayerIsCalledAgainWithTheSameWeights) {
  Model model = Model::from_config(Json::parse(R"([
    {"input": {"shape": [1], "name": "a"}, "as": "a"},
    {"input": {"shape": [1], "name": "b"}, "as": "b"},
    {"dense": {"units": 1, "use_bias": false, "name": "shared", "kernel_initializer": {"constant": {"value": 2}}}, "of": "a", "as": "x"},
    {"call": "shared", "of": "b", "as": "y"},
    {"subtract": {}, "of": ["x", "y"]}
  ])"));
  EXPECT_EQ(model.parameter_count(), 1);
  const Tensor a(Shape{1, 1}, std::vector<float>{5});
  const Tensor b(Shape{1, 1}, std::vector<float>{3});
  EXPECT_THAT(model.predict({a.view(), b.view()}).values(), ElementsAre(4));
  Model again = Model::from_config(model.to_config());
  again.build();
  again.set_weights(model.get_weights());
  EXPECT_THAT(again.predict({a.view(), b.view()}).values(), ElementsAre(4));
}

TEST(ModelConfig, ANameIsReplacedByALaterOne) {
  // each block doubles what it is given and adds it: times 3, twice
  Model model = Model::from_config(Json::parse(R"([
    {"input": {"shape": [1]}, "as": "x"},
    {"dense": {"units": 1, "use_bias": false, "kernel_initializer": {"constant": {"value": 2}}}, "as": "f"},
    {"add": {}, "of": ["x", "f"], "as": "x"},
    {"dense": {"units": 1, "use_bias": false, "kernel_initializer": {"constant": {"value": 2}}}, "as": "f"},
    {"add": {}, "of": ["x", "f"], "as": "x"}
  ])"));
  EXPECT_THAT(model.predict(Tensor(Shape{1, 1}, std::vector<float>{1})).values(), ElementsAre(9));
}

TEST(ModelConfig, OutputsAreCalledAsTheirPlaces) {
  const Json config = Json::parse(R"([
    {"input": {"shape": [2]}, "as": "x"},
    {"dense": {"units": 1}, "as": "price"},
    {"dense": {"units": 3, "name": "of_its_own"}, "of": "x", "as": "kind"},
    {"dense": {"units": 4}, "of": "x"},
    {"dense": {"units": 4}},
    {"as": "size"},
    {"outputs": ["kind", "price", "size"]}
  ])");
  Model model = Model::from_config(config, {.seed = 3});
  EXPECT_THAT(model.output_names(), ElementsAre("of_its_own", "price", "size"));
  EXPECT_EQ(model.output_shape(2), Shape{4});
  Model again = Model::from_bytes(model.to_bytes());
  EXPECT_EQ(again.output_names(), model.output_names());
  const Tensor x(Shape{1, 2}, std::vector<float>{0.5F, -2});
  for (const std::size_t k : {0U, 1U, 2U}) {
    EXPECT_THAT(again.predict_outputs(x)[k].values(), testing::ElementsAreArray(model.predict_outputs(x)[k].values()));
  }
  const auto ending = [](const std::string& outputs) {
    return R"([{"input": {"shape": [2]}, "as": "x"}, {"dense": {"units": 1}, "as": "y"}, )" + outputs + "]";
  };
  EXPECT_THAT(config_error(ending(R"({"outputs": ["yy"]})").c_str()), HasSubstr("Did you mean 'y'?"));
  EXPECT_THAT(config_error(ending(R"({"outputs": ["y"], "as": "z"})").c_str()), HasSubstr("names outputs and as"));
  EXPECT_THAT(config_error(ending(R"({"dense": {"units": 1, "name": "z"}}, {"dense": {"units": 1}, "as": "z"},
                                     {"outputs": ["y", "z"]})")
                               .c_str()),
              HasSubstr("the output 'z' has the name of another layer"));
}

TEST(ModelConfig, WrongWiringIsNamed) {
  EXPECT_THAT(config_error(R"([{"input": {"shape": [2]}, "as": "user"}, {"dense": {"units": 3}, "of": "usr"}])"),
              testing::AllOf(HasSubstr("layer 2"), HasSubstr("usr"), HasSubstr("Did you mean 'user'?")));
  EXPECT_THAT(config_error(R"([{"input": {"shape": [2]}}, {"dense": {"units": 3}}, {"call": "densee"}])"),
              testing::AllOf(HasSubstr("layer 3"), HasSubstr("Did you mean 'dense'?")));
  EXPECT_THAT(
      config_error(
          R"([{"input": {"shape": [2], "name": "a"}}, {"input": {"shape": [2], "name": "b"}}, {"dense": {"units": 3}}])"),
      HasSubstr("layer 'a' does not reach an output"));
  EXPECT_THAT(
      config_error(
          R"([{"input": {"shape": [2]}, "as": "a"}, {"dense": {"units": 3}, "as": "b"}, {"add": {}, "of": ["a", "b"]}])"),
      HasSubstr("layer 'add'"));
  EXPECT_THAT(config_error(R"([{"input": {"shape": [2]}}, {"as": 7}])"), HasSubstr("layer 2"));
  EXPECT_THAT(config_error(R"([{"as": "x"}])"), HasSubstr("layer 1"));
  EXPECT_THAT(config_error(R"([{"input": {"shape": [2]}, "as": "a"}, {"of": ["a", "a"]}])"),
              HasSubstr("names no layer"));
}

}  // namespace
}  // namespace vernier::nn

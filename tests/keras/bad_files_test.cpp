// Damaged, hostile and foreign files of Keras: each an error that names the place.
#include <gmock/gmock.h>

#include <functional>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/json.hpp"
#include "vernier/data/readers/zip.hpp"
#include "vernier/keras/hdf5.hpp"
#include "vernier/keras/load.hpp"

namespace vernier::keras {
namespace {

using testing::HasSubstr;
using Members = std::map<std::string, std::string>;

Members golden_members(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(VERNIER_SOURCE_DIR) / "tests/golden/data/keras_files";
  return read_zip(read_file(folder / (name + ".keras")), name, 1 << 24);
}

std::string little(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

/// An archive of stored members; `said` is the size that it claims for each, where it lies.
std::string zip_of(const Members& members, std::uint64_t said = 0) {
  std::string bytes, directory;
  for (const auto& [name, content] : members) {
    const std::uint64_t size = said > 0 ? said : content.size();
    const std::string common = little(said > 0 ? 8 : 0, 2) + std::string(8, '\0') + little(content.size(), 4) +
                               little(size, 4) + little(name.size(), 2) + little(0, 2);
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 2) + common + std::string(10, '\0') +
                 little(bytes.size(), 4) + name;
    bytes += "PK\x03\x04" + little(20, 2) + little(0, 2) + common + name + content;
  }
  const std::size_t at = bytes.size();
  return bytes + directory + "PK\x05\x06" + std::string(4, '\0') + little(members.size(), 2) +
         little(members.size(), 2) + little(directory.size(), 4) + little(at, 4) + std::string(2, '\0');
}

std::string failure_of(const std::string& bytes) {
  try {
    (void)read(bytes, "model.keras");
  } catch (const Error& error) {
    return error.what();
  }
  return "it was read";
}

/// What is said of a golden file whose description was changed.
std::string failure_with(const std::string& name, const std::function<void(Json& config)>& change) {
  Members members = golden_members(name);
  Json config = Json::parse(members.at("config.json"));
  change(config);
  members["config.json"] = config.dump();
  return failure_of(zip_of(members));
}

Json& layer(Json& config, std::size_t k) { return config["config"]["layers"][k]; }

TEST(BadKerasFile, OfTheArchive) {
  const Members members = golden_members("document");
  EXPECT_EQ(failure_of(zip_of(members)), "it was read");
  EXPECT_THAT(failure_of("nothing"), HasSubstr("model.keras is no ZIP archive"));
  EXPECT_THAT(failure_of(zip_of(members).substr(0, 500)), HasSubstr("damaged or incomplete ZIP"));
  EXPECT_THAT(failure_of(zip_of({{"config.json", "{}"}})), HasSubstr("the archive has no 'metadata.json'"));
  Members escaping = members;
  escaping["../../etc/passwd"] = "x";
  EXPECT_THAT(failure_of(zip_of(escaping)), HasSubstr("'../../etc/passwd' points out of the archive"));
  EXPECT_THAT(failure_of(zip_of(members, std::uint64_t{1} << 31)), HasSubstr("unpacks to 2147483648 bytes"));
  Members old = members;
  old["metadata.json"] = R"({"keras_version": "2.15.0"})";
  EXPECT_THAT(failure_of(zip_of(old)), HasSubstr("metadata.json: a file of Keras 2.15.0"));
  Members deep = members;
  deep["config.json"] = std::string(1 << 20, '[');
  EXPECT_THAT(failure_of(zip_of(deep)), HasSubstr("brackets lie deeper"));
  deep["config.json"] = "[1]";
  EXPECT_THAT(failure_of(zip_of(deep)), HasSubstr("config.json is no JSON object"));
}

TEST(BadKerasFile, OfLayers) {
  EXPECT_THAT(failure_with("document", [](Json& config) { layer(config, 1)["class_name"] = "Discretization"; }),
              HasSubstr("config.json: layer 'dense': there is no layer 'Discretization'"));
  EXPECT_THAT(failure_with("document", [](Json& config) { layer(config, 1)["class_name"] = "RandomCrop"; }),
              HasSubstr("there is no layer 'RandomCrop'"));
  EXPECT_THAT(failure_with("document", [](Json& config) { layer(config, 1)["registered_name"] = "own>Dense"; }),
              HasSubstr("'Dense' is a class of the user's"));
  EXPECT_THAT(failure_with("document", [](Json& config) { layer(config, 1).erase("config"); }),
              HasSubstr("layer 2: 'config' is missing or of another type"));
  EXPECT_THAT(failure_with("document",
                           [](Json& config) {
                             layer(config, 0)["config"]["batch_shape"] = {nullptr, nullptr};
                           }),
              HasSubstr("layer 'input_layer': samples of shape [null]"));
  const auto option = [](const char* key, const Json& value) {
    return failure_with("document", [&](Json& config) { layer(config, 1)["config"][key] = value; });
  };
  EXPECT_THAT(option("lora_rank", 4), HasSubstr("layer 'dense': option 'lora_rank' is 4"));
  EXPECT_THAT(option("kernel_constraint", Json{{"class_name", "NonNeg"}}), HasSubstr("option 'kernel_constraint'"));
  EXPECT_THAT(option("activation", "own"), HasSubstr("unknown activation 'own'"));
  EXPECT_THAT(option("dtype", "mixed_float16"), HasSubstr("computes in \"mixed_float16\""));
  EXPECT_THAT(option("units", -3), HasSubstr("option 'units'"));
  EXPECT_THAT(option("units", 1e12),
              HasSubstr("option 'units' has 1000000000000.0: expected numbers up to 1073741824"));
  EXPECT_THAT(option("units", 1 << 29), HasSubstr("at most"));
  EXPECT_THAT(option("units", 17),
              HasSubstr("model.weights.h5: 'layers/dense/vars/0', the weight 'dense/kernel', has the "
                        "shape (20, 16): expected (20, 17)"));
  EXPECT_THAT(failure_with("recurrent", [](Json& config) { layer(config, 5)["config"]["stateful"] = true; }),
              HasSubstr("option 'stateful' is true"));
  EXPECT_THAT(failure_with("recurrent",
                           [](Json& config) { layer(config, 2)["config"]["backward_layer"]["config"]["units"] = 7; }),
              HasSubstr("a backward_layer that differs"));
  EXPECT_THAT(failure_with("images",
                           [](Json& config) {
                             for (Json& saved : config["config"]["layers"])
                               saved["config"]["data_format"] = "channels_first";
                           }),
              HasSubstr("option 'data_format' is \"channels_first\""));
}

TEST(BadKerasFile, OfGraphs) {
  const auto graph = [](const std::function<void(Json & config)>& change) {
    return failure_with("merging", [&](Json& config) { change(config["config"]); });
  };
  EXPECT_THAT(graph([](Json& config) {
                config["output_layers"] = {"nowhere", 0, 0};
              }),
              HasSubstr("there is no layer 'nowhere'"));
  EXPECT_THAT(graph([](Json& config) { config["output_layers"] = Json::array(); }),
              HasSubstr("a model without outputs"));
  EXPECT_THAT(graph([](Json& config) { config["output_layers"][1] = 9; }), HasSubstr("there is no call 9"));
  EXPECT_THAT(graph([](Json& config) { config["input_layers"][1] = config["input_layers"][0]; }),
              HasSubstr("data enter there"));
  EXPECT_THAT(graph([](Json& config) { config["layers"][1]["config"]["name"] = config["layers"][0]["name"]; }),
              HasSubstr("two layers are named"));
  EXPECT_THAT(graph([](Json& config) {  // the shared layer takes the last one's output
                Json& history = config["layers"][2]["inbound_nodes"][0]["args"][0]["config"]["keras_history"];
                history[0] = config["output_layers"][0];
              }),
              HasSubstr("it takes its own output"));
  EXPECT_THAT(graph([](Json& config) { config["layers"][2]["inbound_nodes"][0]["kwargs"]["attention_mask"] = 1; }),
              HasSubstr("a call with 'attention_mask'"));
  EXPECT_THAT(graph([](Json& config) {
                Json& node = config["layers"][2]["inbound_nodes"][0];
                node["kwargs"]["mask"] = node["args"][0];  // a mask that no input brings
              }),
              HasSubstr("a call with 'mask'"));
  EXPECT_THAT(failure_with("merging", [](Json& config) { config["class_name"] = "MyModel"; }),
              HasSubstr("a model of the class 'MyModel'"));
}

TEST(BadHdf5, EveryCutAndEveryChangedByteIsReadOrRefused) {
  const std::string whole = golden_members("document").at("model.weights.h5");
  ASSERT_FALSE(read_hdf5(whole, "weights").empty());
  const auto survives = [](const std::string& bytes) {
    try {
      (void)read_hdf5(bytes, "weights");
    } catch (const BadData&) {
    } catch (const Unsupported&) {
    }
  };
  for (std::size_t size = 0; size < whole.size(); size += 61) survives(whole.substr(0, size));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int value : {0x00, 0x02, 0x7F, 0xFF}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(value);
      survives(changed);
    }
  }
}

TEST(BadHdf5, NamesWhatItIs) {
  const std::string whole = golden_members("document").at("model.weights.h5");
  const auto failure = [](const std::string& bytes) -> std::string {
    try {
      (void)read_hdf5(bytes, "weights");
    } catch (const Error& error) {
      return error.what();
    }
    return "it was read";
  };
  EXPECT_THAT(failure("x"), HasSubstr("weights: it does not begin like an HDF5 file"));
  std::string newer = whole;
  newer[8] = 3;
  EXPECT_THAT(failure(newer), HasSubstr("a superblock of version 3"));
  // a group that holds itself: the first entry of the root's table becomes the root
  std::string round = whole;
  const std::size_t entry = round.find("SNOD") + 8;
  round.replace(entry + 8, 8, round.substr(64, 8));
  EXPECT_THAT(failure(round), HasSubstr("is reached twice"));
  std::string linked = whole;
  linked[linked.find("SNOD") + 8 + 16] = 2;
  EXPECT_THAT(failure(linked), HasSubstr("is a link"));
  EXPECT_THAT(failure(whole.substr(0, whole.size() / 2)), HasSubstr("lie outside"));
}

}  // namespace
}  // namespace vernier::keras

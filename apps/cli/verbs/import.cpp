#include "apps/cli/common_options.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/keras/load.hpp"

namespace vernier::cli {
namespace {

class ImportVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("model", model_, "a model that Keras 3 saved")->type_name("MODEL.keras")->required();
    app.add_option("--out", out_, "the safetensors file to write, replaced as a whole")->type_name("FILE")->required();
  }

  int run(Console& console) override {
    const nn::Model model = keras::load(model_);
    check_output(out_, model_);
    model.save(out_);
    console.print(model.summary());
    return exit_done;
  }

 private:
  std::string model_;
  std::string out_;
};

}  // namespace

const VerbInfo& verb_import() {
  static const VerbInfo info{
      .name = "import",
      .summary = "read a model of Keras, and write it in Vernier's format",
      .group = VerbGroup::trainer,
      .details =
          "The file holds the network without an encoder of raw rows: Model::load reads it in C++, and\n"
          "'vernier export FILE --onnx' writes it for other programs.\n\n"
          "Examples:\n  vernier import model.keras --out model.safetensors",
      .make = &make_verb<ImportVerb>};
  return info;
}

}  // namespace vernier::cli

#include "vernier/workers/readers/reader.hpp"

#include <fmt/core.h>

namespace vernier {

Catalogue<ReaderInfo>& readers() {
  static Catalogue<ReaderInfo> catalogue("reader", builtin_reader_table());
  return catalogue;
}

std::unique_ptr<ResultReader> make_reader(const Component& component, const ReaderContext& context) {
  const ReaderInfo& info = readers().get(component.name);
  info.options.check(component.options, fmt::format("reads '{}'", info.name));
  return info.make(component.options, context);
}

std::vector<std::string> value_names(const std::vector<std::string>& option, const ReaderContext& context) {
  if (option.empty()) return context.objectives;
  if (option.size() != context.objectives.size()) {
    throw InvalidArgument(fmt::format("reads: value names {} quantities", option.size()),
                          fmt::format("{}, one for each objective", context.objectives.size()));
  }
  return option;
}

}  // namespace vernier

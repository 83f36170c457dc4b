// The line protocol and nothing else.
#include "vernier/workers/readers/reader.hpp"

namespace vernier {
namespace {

class LinesReader : public ResultReader {
 public:
  LinesReader(const NoOptions&, const ReaderContext&) {}
};

}  // namespace

const ReaderInfo& reader_lines() {
  static const ReaderInfo info{.name = "lines",
                               .summary = "lines such as 'vernier: report step=3 value=0.41' alone",
                               .cites = "",
                               .options = option_table<NoOptions>(),
                               .make = &make_reader_with<LinesReader, NoOptions>};
  return info;
}

}  // namespace vernier

#pragma once
// The report page, built from the files beside this one.
#include <string_view>

namespace vernier::dashboard {

/// The HTML document without a study: `null` stands where its data go. Empty in a program built without npm.
[[nodiscard]] std::string_view page_template();

}  // namespace vernier::dashboard

#include "vernier/workers/working_copy.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <regex>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace fs = std::filesystem;
namespace {

/// Past this the backtracking of std::regex would need more stack than there is.
constexpr std::size_t longest_matched_line = 4096;

struct FoundPlace {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::string put;
};

std::vector<FoundPlace> find_text(const std::string& text, const Edit& edit) {
  std::vector<FoundPlace> found;
  for (std::size_t at = text.find(edit.find); at != std::string::npos; at = text.find(edit.find, at + 1)) {
    found.push_back({at, edit.find.size(), edit.put});
  }
  return found;
}

/// Braces of the matched text are no placeholders.
std::string escape_braces(const std::string& text) {
  std::string out;
  std::size_t from = 0;
  for (const std::string& name : placeholder_names(text)) {
    const std::size_t at = text.find("{" + name + "}", from);
    out += text.substr(from, at - from) + "{{" + name + "}}";
    from = at + name.size() + 2;
  }
  return out + text.substr(from);
}

/// $1 to $9 in `put` by the groups of the match; $$ is a dollar.
std::string with_groups(const std::string& put, const std::smatch& match) {
  std::string out;
  for (std::size_t i = 0; i < put.size(); ++i) {
    const bool group = put[i] == '$' && i + 1 < put.size() && put[i + 1] >= '0' && put[i + 1] <= '9';
    if (group) {
      out += escape_braces(match[static_cast<std::size_t>(put[++i] - '0')].str());
    } else {
      if (put[i] == '$' && i + 1 < put.size() && put[i + 1] == '$') ++i;
      out += put[i];
    }
  }
  return out;
}

std::vector<FoundPlace> find_matches(const std::string& text, const Edit& edit) {
  std::vector<FoundPlace> found;
  try {
    const std::regex expression(edit.match);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      if (line.size() <= longest_matched_line) {
        for (auto match = std::sregex_iterator(line.begin(), line.end(), expression); match != std::sregex_iterator();
             ++match) {
          found.push_back({begin + static_cast<std::size_t>(match->position()),
                           static_cast<std::size_t>(match->length()), with_groups(edit.put, *match)});
        }
      }
      begin = end + 1;
    }
  } catch (const std::regex_error& error) {
    throw InvalidArgument(
        fmt::format("the edit of {}: the expression '{}' is wrong ({})", edit.file, edit.match, error.what()),
        "a regular expression such as units=([0-9]+)");
  }
  return found;
}

std::string line_numbers(const std::string& text, const std::vector<FoundPlace>& places) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::min<std::size_t>(places.size(), 5); ++i) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(places[i].begin);
    lines.push_back(std::to_string(1 + std::count(text.begin(), end, '\n')));
  }
  return join(lines, ", ");
}

FoundPlace only_place(const std::string& text, const Edit& edit) {
  const std::vector<FoundPlace> found = edit.find.empty() ? find_matches(text, edit) : find_text(text, edit);
  if (found.size() == 1) return found.front();
  const std::string what = edit.find.empty() ? "'" + edit.match + "' matches" : "'" + edit.find + "' stands";
  if (found.empty()) {
    throw InvalidArgument(fmt::format("the edit of {}: {} nowhere", edit.file, what), "exactly one place",
                          "Copy the text from the file, spaces included.");
  }
  throw InvalidArgument(fmt::format("the edit of {}: {} in {} places (lines {})", edit.file, what, found.size(),
                                    line_numbers(text, found)),
                        "exactly one place", "Make it longer, so that it fits one of them alone.");
}

void check_inside(const std::string& file) {
  const fs::path path = fs::path(file).lexically_normal();
  if (!file.empty() && path.is_relative() && *path.begin() != "..") return;
  throw InvalidArgument(fmt::format("files: '{}' is not below the program's folder", file),
                        "a relative path in it, so that the copy has the same one",
                        "What is only read can stay where it is: give the program its absolute path.");
}

void copy_into(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) {
    fs::copy(from, to, fs::copy_options::overwrite_existing | fs::copy_options::recursive, error);
  }
  if (error) {
    throw StorageError(fmt::format("{} cannot be copied to {} ({})", from.string(), to.string(), error.message()),
                       "a writable folder with free space");
  }
}

}  // namespace

WorkingCopy::WorkingCopy(const Program& program) : folder_(program.folder) {
  for (const Edit& edit : program.edits) {
    check_inside(edit.file);
    const auto [entry, fresh] = edited_.try_emplace(edit.file);
    if (fresh) entry->second.text = read_file(folder_ / edit.file);
    FoundPlace place = only_place(entry->second.text, edit);
    entry->second.places.push_back({place.begin, place.length, std::move(place.put)});
  }
  for (auto& [file, edited] : edited_) {
    std::sort(edited.places.begin(), edited.places.end(),
              [](const Place& a, const Place& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < edited.places.size(); ++i) {
      if (edited.places[i].begin >= edited.places[i - 1].begin + edited.places[i - 1].length) continue;
      throw InvalidArgument(fmt::format("two edits of {} overlap", file), "places that do not", "Make them one.");
    }
  }
  for (const std::string& file : program.files) {
    check_inside(file);
    if (!fs::exists(folder_ / file)) {
      throw NotFound(fmt::format("files: {} does not exist", (folder_ / file).string()), "a file or a folder");
    }
    if (!edited_.contains(file)) copied_.push_back(file);
  }
}

std::map<std::string, std::string> WorkingCopy::edited(const PlaceholderValues& values) const {
  std::map<std::string, std::string> texts;
  for (const auto& [file, edited] : edited_) {
    std::string& text = texts[file];
    std::size_t from = 0;
    for (const Place& place : edited.places) {
      text += edited.text.substr(from, place.begin - from);
      text += fill_placeholders(place.put, values).value_or(edited.text.substr(place.begin, place.length));
      from = place.begin + place.length;
    }
    text += edited.text.substr(from);
  }
  return texts;
}

void WorkingCopy::make(const fs::path& folder, const PlaceholderValues& values) const {
  for (const std::string& file : copied_) copy_into(folder_ / file, folder / file);
  for (const auto& [file, text] : edited(values)) {
    make_folder((folder / file).parent_path());
    write_file(folder / file, text);
    std::error_code ignored;  // a script that cannot be run says so itself
    fs::permissions(folder / file, fs::status(folder_ / file).permissions(), ignored);
  }
}

}  // namespace vernier

#include "vernier/study/study_block.hpp"

namespace vernier {

void StudyBlock::describe(OptionFields<StudyBlock>& field) {
  field("name", &StudyBlock::name, "the study's name; the file's stem by default");
  field("storage", &StudyBlock::storage, "where it is kept: sqlite:///FILE or memory://");
  field("sampler", &StudyBlock::sampler, "what to try next").of("samplers");
  field("pruner", &StudyBlock::pruner, "what to stop early").of("pruners");
  field("trials", &StudyBlock::trials, "trials in all").at_least(1);
  field("budget", &StudyBlock::budget, "units of the resource in all").above(0);
  field("timeout", &StudyBlock::timeout, "seconds").above(0);
  field("jobs", &StudyBlock::jobs, "trials at a time").between(1, 1024);
  field("window", &StudyBlock::window, "unsettled trials at most; 0 gives up repeatability").at_least(0);
  field("seed", &StudyBlock::seed, "of every random stream").at_least(0);
  field("warm_start", &StudyBlock::warm_start, "studies of the storage whose results the search begins with");
  field("refit", &StudyBlock::refit, "whether the best configuration is trained once more, on the validation rows too");
}

}  // namespace vernier

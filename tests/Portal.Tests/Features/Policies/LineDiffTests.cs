using FsCheck;
using FsCheck.Fluent;
using Portal.Features.Policies;

namespace Portal.Tests.Features.Policies;

public sealed class LineDiffTests
{
    [Fact]
    public void From_the_lines_both_texts_come_back_whatever_they_are()
    {
        var lines = Gen.Elements("a", "b", "c", "").ArrayOf().ToArbitrary();
        Prop.ForAll(lines, lines, (old, fresh) =>
        {
            var diff = LineDiff.Of(string.Join('\n', old), string.Join('\n', fresh));
            return string.Join('\n', diff.Where(line => line.Kind != DiffKind.Added).Select(line => line.Text)) == string.Join('\n', old)
                && string.Join('\n', diff.Where(line => line.Kind != DiffKind.Removed).Select(line => line.Text)) == string.Join('\n', fresh);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_stayed_is_not_told_as_changed() =>
        LineDiff.Of("a\nb\nc", "a\nx\nc").ShouldBe([new(DiffKind.Same, "a"), new(DiffKind.Removed, "b"), new(DiffKind.Added, "x"), new(DiffKind.Same, "c")]);
}

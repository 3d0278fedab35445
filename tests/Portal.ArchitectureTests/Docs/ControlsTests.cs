using Portal.ArchitectureTests.Reading;
using Portal.TestKit;

namespace Portal.ArchitectureTests.Docs;

public sealed class ControlsTests
{
    [Fact]
    public void The_list_of_controls_names_tests_that_exist()
    {
        var named = NamedTests.In(File.ReadAllText(Path.Combine(Clone.Root, "docs", "controls.md"))).ToList();

        named.ShouldNotBeEmpty();
        named.Except(NamedTests.Existing()).ShouldBeEmpty();
        NamedTests.In("proved by `NoSuchTests.Nothing_is_proved`").Except(NamedTests.Existing()).ShouldHaveSingleItem();
    }

    [Fact]
    public void Every_feature_says_what_it_is_for()
    {
        Directory.GetDirectories(Path.Combine(Clone.Root, "src", "Portal", "Features")).Where(Lacks).ShouldBeEmpty();
        Lacks(Path.Combine(Clone.Root, "src", "Portal", "Kernel", "Crypto")).ShouldBeTrue();
    }

    private static bool Lacks(string folder) => !File.Exists(Path.Combine(folder, "README.md"));
}

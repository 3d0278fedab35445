using System.Text.Json;

namespace Portal.Web.Tests.CommandLine;

/// <summary>What a verb answered.</summary>
internal sealed record Answer(int Code, string Output, string Errors)
{
    /// <summary>The only thing on stdout is one JSON value.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>It failed as the contract says: not zero, nothing on stdout, and the last line of stderr is one sentence without a trace.</summary>
    public void ShouldRefuse(string about)
    {
        Code.ShouldBe(1, Errors);
        Output.ShouldBeEmpty();
        var last = Errors.TrimEnd().Split('\n')[^1];
        last.ShouldContain(about, Case.Insensitive);
        last.ShouldEndWith(".");
        last.Split(". ").Length.ShouldBe(1, last);
        Errors.ShouldNotContain("   at ");
        Errors.ShouldNotContain("Exception");
    }
}

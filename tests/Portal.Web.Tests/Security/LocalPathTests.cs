using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/patients")]
    [InlineData("/patients/7?tab=labs")]
    public void A_path_of_this_site_is_kept(string path) => LocalPath.Of(path).ShouldBe(path);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("patients")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/a\\b")]
    [InlineData("/a\nb")]
    [InlineData("https://elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sign-in")]
    [InlineData("/SIGN-OUT")]
    public void Anything_else_becomes_the_start_page(string? path) => LocalPath.Of(path).ShouldBe("/");
}

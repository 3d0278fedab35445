using System.Net;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

public sealed class BodyLimitTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("/sign-in", false)]
    [InlineData("/sign-in", true)]
    [InlineData("/sign-in/code", false)]
    [InlineData("/sign-out", false)]
    [Trait("Norm", "ASVS 5.2.1")]
    public async Task A_form_larger_than_any_of_ours_is_refused_with_a_page_that_says_so(string path, bool hidesItsLength)
    {
        using var browser = web.NewBrowser();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("_handler", "sign-in"), KeyValuePair.Create("Email", new string('a', (int)BodyLimit.FormBytes))]);
        using HttpContent body = hidesItsLength ? new Unannounced(await form.ReadAsByteArrayAsync()) : form;

        using var answer = await browser.PostAsync(path, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("too large");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_form_below_the_limit_is_answered()
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.SubmitAsync("/sign-in", ("Email", new string('a', 40_000)), ("Password", "x"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("not right");
    }

    // Sent in chunks: the server learns its size only by reading it.
    private sealed class Unannounced : StreamContent
    {
        public Unannounced(byte[] bytes)
            : base(new MemoryStream(bytes)) => Headers.ContentType = new("application/x-www-form-urlencoded");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

using System.Globalization;
using System.Resources;
using Portal.Kernel.Notices;
using Portal.Web.Features.Notices;

namespace Portal.Web.Tests.Features.Notices;

public sealed class NoticeTextsTests
{
    [Fact]
    public void Each_kind_of_notice_has_its_words_on_the_page()
    {
        var texts = new ResourceManager(typeof(NoticeTexts));
        var names = Enum.GetValues<NoticeKind>().SelectMany(kind => new[] { $"Kind.{kind}", $"Kind.{kind}.Text" });
        names.Where(name => string.IsNullOrWhiteSpace(texts.GetString(name, CultureInfo.InvariantCulture))).ShouldBeEmpty();
    }
}

using Portal.Features.Identity.Desk;

namespace Portal.Tests.Features.Identity.Desk;

public sealed class TypedCodeTests
{
    [Theory]
    [InlineData("7K3M-9QXT-2BWD")]
    [InlineData(" 7k3m 9qxt 2bwd ")]
    [InlineData("7K3M9QXT2BWD")]
    public void What_people_do_with_a_code_is_forgiven(string typed) => TypedCode.Read(typed).ShouldBe("7K3M9QXT2BWD");

    [Fact]
    public void Letters_that_look_like_digits_are_read_as_those() => TypedCode.Read("oOiI-lL00-1111").ShouldBe("001111001111");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7K3M-9QXT-2BW")]
    [InlineData("7K3M-9QXT-2BWD-1")]
    [InlineData("7K3M-9QXT-2BWU")]
    [InlineData("7K3M-9QXT-2BW!")]
    public void What_cannot_be_one_is_none(string? typed) => TypedCode.Read(typed).ShouldBeNull();

    [Fact]
    public void No_two_are_the_same_and_each_reads_back()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => TypedCode.New()).ToList();
        codes.Distinct().Count().ShouldBe(200);
        codes.ShouldAllBe(code => TypedCode.Read(TypedCode.InGroups(code)) == code && TypedCode.InGroups(code).Length == 14);
    }
}

using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.UseCases;

[Trait("Norm", "ASVS 7.5.3")]
public sealed class FreshFactorTests
{
    private static readonly IReadOnlyList<UseCase> Ours = UseCaseLaws.Registered(Assemblies.Portal);

    private static readonly IReadOnlyList<UseCase> Samples =
        UseCaseLaws.ByShape(Assemblies.Samples, "Portal.ArchitectureTests.Samples.Features");

    [Fact]
    public void Who_says_that_a_fresh_factor_is_needed_asks_for_it_first_and_nobody_else_asks() =>
        Ours.SelectMany(FreshFactorLaws.Violations).ShouldBeEmpty();

    [Theory]
    [InlineData("SaysAndDoesNotAsk", "ForAsync says it needs a fresh factor and does not ask for one")]
    [InlineData("AsksTooLate", "ForAsync asks for a fresh factor after it has opened something")]
    [InlineData("AsksAndDoesNotSay", "ForAsync asks for a fresh factor and does not say so")]
    public void A_use_case_that_breaks_the_law_is_found(string name, string fault) =>
        FreshFactorLaws.Violations(Samples.Single(one => one.Name == name)).ShouldBe([$"{name}.{fault}"]);

    [Fact]
    public void A_use_case_that_asks_in_time_passes() =>
        FreshFactorLaws.Violations(Samples.Single(one => one.Name == "AsksInTime")).ShouldBeEmpty();

    // What changes roles, accounts or how somebody proves who they are. A new use case of that kind belongs here.
    [Fact]
    public void These_use_cases_need_a_fresh_factor() =>
        Ours.Where(FreshFactorLaws.Says).Select(one => one.Name).Order().ShouldBe(
            [
                "AddPasskey", "AddStaffEntry", "ApplyStaffImport", "ApproveInvitation", "ApproveRole", "AssignToTeam", "ChangeEmail",
                "ChangeOwnEmail", "ChangePassword", "ChangeRole", "ChangeStaffEntry", "ConfirmNewApp", "ConfirmRecovery", "DeclineInvitation",
                "DeclineRecovery", "DeclineRole", "DisableAccount", "EnableAccount", "EndOtherSessions", "EndPersonsSessions", "EndSession",
                "InviteAccount", "LiftMark", "LinkAccount", "LinkPractitioner", "MakeDeskCode", "OfferNewApp", "OfferPasskey", "OpenAuditExport", "OpenRecovery",
                "ReduceAccess", "ReferPatient", "RemovePasskey", "RemoveStaffEntry", "RenamePasskey", "RenewRecoveryCodes", "RequestAuditExport", "RevokeAccess", "SetSafetyHold",
                "SignPolicy", "SignReview", "TakeEmergencyAccess", "WithdrawInvitation", "WithdrawRecovery",
            ]);
}

using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.AccessReviews;

/// <summary>Seals and checks reviews and their lines, and keeps what people write in them.</summary>
internal sealed class ReviewBook(KeyRing keys)
{
    private DataKey Key => keys.Of(KeyUse.Reviews);

    public void Seal(Campaign campaign) => campaign.Seal = SealOf(campaign);

    public void Seal(CampaignLine line) => line.Seal = SealOf(line);

    /// <summary>Seals a change; of two who change at once the slower one loses.</summary>
    public void Changed(CampaignLine line)
    {
        line.Version++;
        Seal(line);
    }

    /// <summary>The same for a review.</summary>
    public void Changed(Campaign campaign)
    {
        campaign.Version++;
        Seal(campaign);
    }

    public bool IsSound(Campaign campaign) => Mac.Same(campaign.Seal, SealOf(campaign));

    public bool IsSound(CampaignLine line) => Mac.Same(line.Seal, SealOf(line));

    public Protected<string>? Cell(string? text) => string.IsNullOrWhiteSpace(text) ? null : new Protected<string>(text.Trim(), Key);

    public string? Text(Protected<string>? cell) => cell?.Open(Key).ValueOrDefault;

    /// <summary>What a scope is called while it runs: of each one at a time.</summary>
    public static string OpenKeyOf(ReviewScope scope, Role role, string? department) => $"{(int)scope}:{(int)role}:{department}";

    /// <summary>The lines that nobody has decided.</summary>
    public static IQueryable<CampaignLine> Open(IQueryable<CampaignLine> lines) => lines.Where(line => line.State == LineState.Waiting || line.State == LineState.Escalated);

    /// <summary>Whether somebody can still decide.</summary>
    public static bool IsOpen(LineState state) => state is LineState.Waiting or LineState.Escalated;

    private byte[] SealOf(Campaign row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "review.campaigns:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of((long)row.Scope), .. SealBytes.Of((long)row.Role), .. SealBytes.Field(row.Department),
            .. SealBytes.Of((long)row.State), .. SealBytes.Of(row.Since), .. SealBytes.Of(row.StartedAt), .. Who(row.StartedBy), .. SealBytes.Of(row.DueAt),
            .. SealBytes.Of(row.EndedAt), .. SealBytes.Of(row.SignedAt), .. Who(row.SignedBy), .. SealBytes.Of(row.SignEntry), .. SealBytes.Of(row.FileId),
            .. SealBytes.Field(row.Hash), .. SealBytes.Of(row.Version),
        ]);

    private byte[] SealOf(CampaignLine row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "review.campaign_lines:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of(row.CampaignId), .. SealBytes.Of(row.Number), .. Who(row.AccountId),
            .. SealBytes.Of((long)row.Role), .. SealBytes.Field(row.Department), .. Who(row.GivenBy), .. SealBytes.Of(row.GivenAt), .. SealBytes.Of(row.LastSignIn),
            .. SealBytes.Of(row.Opened ?? -1L), .. SealBytes.Of(row.Glass ?? -1L), .. SealBytes.Of(row.Findings), .. SealBytes.Of((long)row.Marks), .. Who(row.ReviewerId),
            .. Who(row.DelegatedBy), .. SealBytes.Field(Text(row.DelegationNote)), .. SealBytes.Of((long)row.State), .. SealBytes.Of((long)row.NewRole),
            .. Who(row.DecidedBy), .. SealBytes.Of(row.DecidedAt), .. SealBytes.Field(Text(row.Comment)), .. SealBytes.Of(row.Version),
        ]);

    private static byte[] Who(AccountId? account) => SealBytes.Of(account?.Value);
}

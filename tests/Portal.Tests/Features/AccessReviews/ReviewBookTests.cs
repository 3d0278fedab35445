using Microsoft.EntityFrameworkCore;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

public sealed class ReviewBookTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    // What the seal does not cover: how often somebody queued, what a scope is called while it runs, and the seal itself.
    private static readonly string[] Free = [nameof(Campaign.Seal), nameof(Campaign.Steps), nameof(Campaign.OpenKey)];

    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task Each_column_of_a_review_and_of_a_line_is_under_its_seal()
    {
        var (_, manager, nurse, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id, "Works here every day.");
        var book = portal.Get<ReviewBook>();
        await using var db = portal.Open();
        foreach (var (row, isSound) in new (object Row, Func<bool> IsSound)[] { Sealed(await house.CampaignAsync(review), book.IsSound), Sealed(await house.LineAsync(review, nurse.Id), book.IsSound) })
        {
            isSound().ShouldBeTrue();
            foreach (var property in db.Model.FindEntityType(row.GetType())!.GetProperties().Where(one => !Free.Contains(one.Name)).Select(one => one.PropertyInfo!))
            {
                var before = property.GetValue(row);
                property.SetValue(row, Other(property.PropertyType, before));
                isSound().ShouldBeFalse($"{row.GetType().Name}.{property.Name} could be turned unseen");
                property.SetValue(row, before);
            }
        }
    }

    private static (object, Func<bool>) Sealed<T>(T row, Func<T, bool> isSound)
        where T : class => (row, () => isSound(row));

    private object? Other(Type type, object? before)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(Guid) ? Guid.NewGuid()
            : plain == typeof(Portal.Kernel.AccountId) ? Portal.Kernel.AccountId.New()
            : plain == typeof(DateTimeOffset) ? portal.Clock.GetUtcNow().AddYears(1)
            : plain == typeof(int) ? (int)(before ?? 0) + 1
            : plain == typeof(string) ? $"{before}x"
            : plain == typeof(byte[]) ? new byte[32]
            : plain == typeof(Role) ? (Role)before! == Role.Patient ? Role.Nurse : Role.Patient
            : plain.IsEnum ? Enum.ToObject(plain, Convert.ToInt32(before, null) + 1)
            : portal.Get<ReviewBook>().Cell("Something else.");
    }
}

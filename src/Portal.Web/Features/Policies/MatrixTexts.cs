using Microsoft.Extensions.Localization;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Web.Components.Public;

namespace Portal.Web.Features.Policies;

/// <summary>The words for roles and permissions as the portal's pages say them, for the policy that is signed.</summary>
internal static class MatrixTexts
{
    public static MatrixWords Of(IServiceProvider services)
    {
        var (names, may) = (services.GetRequiredService<IStringLocalizer<Resources.Texts>>(), services.GetRequiredService<IStringLocalizer<PublicTexts>>());
        return new MatrixWords(role => names[$"Role.{role}"], permission => may[$"May.{permission}"]);
    }
}

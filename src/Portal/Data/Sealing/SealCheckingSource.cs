using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Portal.Data.Sealing;

/// <summary>
/// Checks the seal of every sealed row as EF makes it. One instance serves all contexts: the key comes from the context.
/// </summary>
/// <remarks>
/// Not EF's materialisation interceptor, which builds a dictionary with two delegates a column for each row whether anybody asks for them or not:
/// that cost more than the seal and all decryption together (decision 0025).
/// </remarks>
#pragma warning disable EF1001 // EF's own source is wrapped, not copied; the tests of tampered rows fail should an update pass this by
internal sealed class SealCheckingSource(StructuralTypeMaterializerSourceDependencies dependencies) : IStructuralTypeMaterializerSource
{
    private static readonly MethodInfo CheckMethod = typeof(SealCheckingSource).GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly RelationalStructuralTypeMaterializerSource inner = new(dependencies);
#pragma warning restore EF1001

    public Expression CreateMaterializeExpression(StructuralTypeMaterializerSourceParameters parameters, Expression materializationContextExpression)
    {
        var made = inner.CreateMaterializeExpression(parameters, materializationContextExpression);
        return parameters.StructuralType is IEntityType type && IsSealed(type)
            ? Expression.Convert(
                Expression.Call(
                    CheckMethod, made, Expression.Constant(SealPlans.Of(type)),
                    Expression.Property(materializationContextExpression, nameof(MaterializationContext.Context))),
                made.Type)
            : made;
    }

    public Func<MaterializationContext, object> GetMaterializer(IEntityType entityType)
    {
        var make = inner.GetMaterializer(entityType);
        if (!IsSealed(entityType))
        {
            return make;
        }

        var plans = SealPlans.Of(entityType);
        return context => Check((SealedRow)make(context), plans, context.Context);
    }

    public Func<MaterializationContext, object> GetMaterializer(IComplexType complexType) => inner.GetMaterializer(complexType);

    public Func<MaterializationContext, object> GetEmptyMaterializer(IEntityType entityType) => inner.GetEmptyMaterializer(entityType);

    public Func<MaterializationContext, object> GetEmptyMaterializer(IComplexType complexType) => inner.GetEmptyMaterializer(complexType);

    private static bool IsSealed(IEntityType type) => typeof(SealedRow).IsAssignableFrom(type.ClrType);

    private static SealedRow Check(SealedRow row, SealPlans plans, DbContext context)
    {
        row.SealBroken = !RowSeal.Holds(plans, row, ((PortalDbContext)context).SealKey);
        return row;
    }
}

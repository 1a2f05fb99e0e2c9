// JSON Schema of types as TypeScript declares them: what declarations of data need, and no more.
import { docOf } from './declarations.mjs';

/** A number may be "not a number", which JSON writes as null. */
const numberSchema = { type: ['number', 'null'] };
const columnNames = /^(Float64|Float32|Uint32|Int32|Uint16|Int16|Uint8|Int8)Array$/;
/** A column, or an array where there are few numbers. */
const anyNumbers = {
  anyOf: [{ $ref: '#/$defs/Column' }, { type: 'array', items: numberSchema }],
};

const refOf = (name) => ({ $ref: `#/$defs/${name}` });

/** Makes schemas of types of `declarations`; those with a name are collected in `defs`. */
export function makeSchemas(declarations) {
  const defs = {};

  /** Properties of a type as [name, {schema, required}], through extends, Omit and Partial. */
  function propertiesOf(type) {
    if (type.type === 'TSTypeReference') return referredProperties(type);
    if (type.type === 'TSTypeLiteral') return membersOf(type.members);
    if (type.type === 'TSIntersectionType') return type.types.flatMap(propertiesOf);
    if (type.type === 'TSIndexedAccessType') return propertiesOf(memberType(type));
    throw new Error(`a type of properties: ${type.type}`);
  }

  function referredProperties({ typeName, typeParameters }) {
    const [of, keys] = typeParameters?.params ?? [];
    if (typeName.name === 'Readonly' || typeName.name === 'NonNullable') return propertiesOf(of);
    if (typeName.name === 'Partial')
      return propertiesOf(of).map(([name, told]) => [name, { ...told, required: false }]);
    if (typeName.name === 'Omit' || typeName.name === 'Pick') {
      const named = (keys.types ?? [keys]).map(({ literal }) => literal.value);
      const isPick = typeName.name === 'Pick';
      return propertiesOf(of).filter(([name]) => named.includes(name) === isPick);
    }
    const declared = declarations.get(typeName.name);
    if (declared === undefined) throw new Error(`type ${typeName.name} is not declared here`);
    if (declared.type === 'TSTypeAliasDeclaration') return propertiesOf(declared.typeAnnotation);
    const above = (declared.extends ?? []).flatMap((base) =>
      referredProperties({ typeName: base.expression, typeParameters: base.typeParameters }),
    );
    return [...above, ...membersOf(declared.body.body, docOf(declared))];
  }

  /** A field without a comment is told of by the one before it, or by that of the whole. */
  function membersOf(members, whole = '') {
    let told = whole;
    return members.map((member) => {
      told = docOf(member) || told;
      const schema = schemaOf(member.typeAnnotation.typeAnnotation);
      const name = member.key.name ?? member.key.value;
      return [name, { schema: { description: told, ...schema }, required: !member.optional }];
    });
  }

  const memberType = ({ objectType, indexType }) => {
    const declared = declarations.get(objectType.typeName.name);
    const member = declared.body.body.find(({ key }) => key.name === indexType.literal.value);
    return member.typeAnnotation.typeAnnotation;
  };

  function objectOf(type) {
    const properties = propertiesOf(type);
    return {
      type: 'object',
      properties: Object.fromEntries(properties.map(([name, { schema }]) => [name, schema])),
      required: properties.filter(([, { required }]) => required).map(([name]) => name),
      additionalProperties: false,
    };
  }

  function referred(type) {
    const { name } = type.typeName;
    const [first, second] = type.typeParameters?.params ?? [];
    if (columnNames.test(name)) return refOf('Column');
    if (name === 'ArrayLike') return anyNumbers;
    if (name === 'Record') return { type: 'object', additionalProperties: schemaOf(second) };
    if (name === 'Readonly' || name === 'NonNullable') return schemaOf(first);
    if (['Omit', 'Pick', 'Partial'].includes(name)) return objectOf(type);
    const declared = declarations.get(name);
    if (declared === undefined) throw new Error(`type ${name} is not declared here`);
    if (defs[name] === undefined) {
      // A type may name itself.
      defs[name] = {};
      const schema =
        declared.type === 'TSTypeAliasDeclaration'
          ? schemaOf(declared.typeAnnotation)
          : objectOf(type);
      defs[name] = { description: docOf(declared), ...schema };
    }
    return refOf(name);
  }

  /** Values of `(typeof names)[number]`. */
  function indexed(type) {
    const query = type.objectType.typeAnnotation ?? type.objectType;
    if (query.type !== 'TSTypeQuery') return schemaOf(memberType(type));
    const list = declarations.get(query.exprName.name).init.expression;
    return { enum: list.elements.map(({ value }) => value) };
  }

  const kinds = {
    TSStringKeyword: () => ({ type: 'string' }),
    TSNumberKeyword: () => numberSchema,
    TSBooleanKeyword: () => ({ type: 'boolean' }),
    TSNullKeyword: () => ({ type: 'null' }),
    TSLiteralType: ({ literal }) => ({ const: literal.value }),
    TSParenthesizedType: ({ typeAnnotation }) => schemaOf(typeAnnotation),
    TSTypeOperator: ({ typeAnnotation }) => schemaOf(typeAnnotation),
    TSArrayType: ({ elementType }) => ({ type: 'array', items: schemaOf(elementType) }),
    TSTupleType: ({ elementTypes }) => ({
      type: 'array',
      prefixItems: elementTypes.map((element) => schemaOf(element.elementType ?? element)),
    }),
    TSUnionType: ({ types }) => unionOf(types.map(schemaOf)),
    TSTypeLiteral: objectOf,
    TSIntersectionType: objectOf,
    TSTypeReference: referred,
    TSIndexedAccessType: indexed,
  };

  function schemaOf(type) {
    const make = kinds[type.type];
    if (make === undefined) throw new Error(`no schema of a ${type.type}`);
    return make(type);
  }
  return { defs, membersOf };
}

/** Of constants a list of them, else any of the schemas. */
const unionOf = (schemas) =>
  schemas.every((schema) => 'const' in schema)
    ? { enum: schemas.map((schema) => schema.const) }
    : { anyOf: schemas };

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src src
COPY connectors connectors
COPY jobs jobs
USER node
EXPOSE 8080
ENTRYPOINT ["node", "jobs/cli.ts"]
CMD ["worker"]
